package dev.keyturn.benchmarks.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmFiguresTest {

  @Test
  void addsUpTheSamplesOfEachName() {
    String page =
        """
        # HELP jvm_memory_used_bytes The amount of used memory
        jvm_memory_committed_bytes{area="heap",id="Eden Space"} 1000.0
        jvm_memory_committed_bytes{area="heap",id="Tenured Gen"} 2000.0
        jvm_memory_committed_bytes{area="nonheap",id="Metaspace"} 700.0
        jvm_memory_used_bytes{area="heap",id="Eden Space"} 100.0
        jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 1.5E3
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0
        jvm_gc_memory_allocated_bytes_total 5000.0
        jvm_gc_pause_seconds_sum{action="a"} 0.25
        jvm_gc_pause_seconds_sum{action="b"} 0.5
        jvm_gc_live_data_size_bytes 900.0
        """;

    assertThat(JvmFigures.parse(page)).isEqualTo(new JvmFigures(5000, 0.75, 900, 1600, 3000, 700));
  }

  @Test
  void anEmptyPageHasNoFigures() {
    assertThat(JvmFigures.parse("")).isEqualTo(JvmFigures.NONE);
  }
}
