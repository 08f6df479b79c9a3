package dev.keyturn.operator.source.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** What an address is to the address filter; an address that carries another counts as both. */
enum AddressKind {
  /** Public and private ranges: a Vault usually lives in the cluster. */
  OPEN,
  /** The machine itself. */
  LOOPBACK,
  /** Metadata services, link-local, unspecified, multicast, reserved: no entry opens these. */
  NEVER;

  private static final List<Block> NEVER_V4 =
      List.of(
          block("0.0.0.0", 8),
          block("169.254.0.0", 16),
          block("192.0.0.0", 24),
          block("224.0.0.0", 3),
          // Metadata of Alibaba Cloud; the host agent of Azure.
          block("100.100.100.200", 32),
          block("168.63.129.16", 32));
  private static final List<Block> NEVER_V6 =
      List.of(
          block("::", 128),
          block("fe80::", 10),
          block("ff00::", 8),
          // Metadata of AWS and of Google Cloud.
          block("fd00:ec2::", 32),
          block("fd20:ce::", 32));
  private static final Block LOOPBACK_V4 = block("127.0.0.0", 8);
  private static final Block LOOPBACK_V6 = block("::1", 128);

  /** Transition forms whose last 32 bits are an IPv4 address: RFC 4291, 6052, 8215, 7915. */
  private static final List<Block> V4_AT_THE_END =
      List.of(
          block("::", 96),
          block("::ffff:0:0:0", 96),
          block("64:ff9b::", 96),
          block("64:ff9b:1::", 48));

  private static final Block SIX_TO_FOUR = block("2002::", 16);
  private static final Block TEREDO = block("2001::", 32);
  private static final byte[] ISATAP = {0x5e, (byte) 0xfe};

  static AddressKind of(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> ofFour(four.getAddress());
      case Inet6Address six -> ofSix(six.getAddress());
      default -> NEVER;
    };
  }

  private static AddressKind ofFour(byte[] bytes) {
    if (NEVER_V4.stream().anyMatch(block -> block.holds(bytes))) {
      return NEVER;
    }
    return LOOPBACK_V4.holds(bytes) ? LOOPBACK : OPEN;
  }

  private static AddressKind ofSix(byte[] bytes) {
    if (LOOPBACK_V6.holds(bytes)) {
      return LOOPBACK;
    }
    if (NEVER_V6.stream().anyMatch(block -> block.holds(bytes))) {
      return NEVER;
    }
    if (SIX_TO_FOUR.holds(bytes)) {
      return carried(Arrays.copyOfRange(bytes, 2, 6));
    }
    if (TEREDO.holds(bytes)) {
      byte[] client = Arrays.copyOfRange(bytes, 12, 16);
      for (int i = 0; i < client.length; i++) {
        client[i] ^= (byte) 0xff;
      }
      return carried(client);
    }
    boolean isatap = bytes[9] == 0 && Arrays.equals(bytes, 10, 12, ISATAP, 0, 2);
    return isatap || V4_AT_THE_END.stream().anyMatch(block -> block.holds(bytes))
        ? carried(Arrays.copyOfRange(bytes, 12, 16))
        : OPEN;
  }

  /** Nobody has a reason to name the machine itself through a translator. */
  private static AddressKind carried(byte[] four) {
    return ofFour(four) == OPEN ? OPEN : NEVER;
  }

  private static Block block(String address, int bits) {
    return new Block(InetAddress.ofLiteral(address).getAddress(), bits);
  }

  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Block(byte[] prefix, int bits) {
    boolean holds(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
