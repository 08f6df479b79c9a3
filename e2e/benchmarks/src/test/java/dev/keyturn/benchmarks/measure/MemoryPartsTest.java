package dev.keyturn.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryPartsTest {

  @Test
  void whatAFileIsBehindIsCountedByFile() {
    List<String> smaps =
        """
        800001000-8019ea000 rw-p 00001000 fe:00 1234    /app/keyturn.aot
        Size:              26532 kB
        Rss:               26000 kB
        Anonymous:         25388 kB
        VmFlags: rd wr mr mw me ac
        8019ea000-803cea000 r--p 019ea000 fe:00 1234    /app/keyturn.aot
        Rss:               35100 kB
        f6000000-f6890000 rw-p 00000000 00:00 0
        Rss:                5440 kB
        7f025e6e3000-7f025f76f000 r-xp 002e3000 fe:00 99    /opt/java/lib/server/libjvm.so
        Rss:               11064 kB
        55fd59889000-55fd5a830000 rw-p 00000000 00:00 0    [heap]
        Rss:                7560 kB
        """
            .lines()
            .toList();

    MemoryParts parts = MemoryParts.parse(smaps);

    assertThat(parts.classCacheBytes()).isEqualTo(61_100L * 1024);
    assertThat(parts.libraryBytes()).isEqualTo(11_064L * 1024);
  }
}
