package dev.breakwater.gateway.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.egress.EgressRules.Allowed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {
  private static final long SEED = 20_261_122;

  private static final List<String> INNER =
      List.of(
          "127.0.0.1",
          "127.255.0.9",
          "10.0.0.1",
          "10.255.255.255",
          "172.16.0.1",
          "172.31.255.254",
          "192.168.1.1",
          "169.254.169.254",
          "169.254.0.1",
          "100.64.0.1",
          "100.127.255.255",
          "0.0.0.0",
          "0.1.2.3",
          "224.0.0.1",
          "239.255.255.255",
          "255.255.255.255",
          "192.0.0.8",
          "198.18.0.1");

  static Stream<String> spellings() {
    Random random = new Random(SEED);
    List<String> all = new ArrayList<>();
    for (String address : INNER) {
      all.addAll(Spellings.of(address, random));
    }
    all.addAll(
        List.of(
            "localhost",
            "LOCALHOST",
            "LocalHost",
            "localhost.",
            "a.localhost",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::]",
            "[fd00:ec2::254]",
            "[fd12:3456::1]",
            "[fc00::1]",
            "[fe80::1]",
            "[fe80::1%25eth0]",
            "[fe80::1%eth0]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[2001::1]",
            "[3fff::1]",
            "[64:ff9b:1::a00:1]",
            "[fec0::1]",
            "[100::1]"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void noSpellingOfAnInnerAddressIsLetThrough(String host) {
    assertThat(EgressRules.PUBLIC_ONLY.refusal(host)).as(host).isPresent();
  }

  @Test
  void thereAreHundredsOfSpellings() {
    assertThat(spellings().distinct().count()).isGreaterThan(400);
  }

  @Test
  void everyAddressOutsideThePublicInternetIsRefusedWhereverANameLeads()
      throws UnknownHostException {
    for (String address : INNER) {
      assertThat(EgressRules.PUBLIC_ONLY.refusal("api.example.com", InetAddress.getByName(address)))
          .as(address)
          .hasValueSatisfying(
              reason -> assertThat(reason).contains("api.example.com", address, "egress.allow"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "[2606:4700::1111]", "172.15.0.1", "172.32.0.1", "100.63.9.9"})
  void publicAddressesAreLetThrough(String host) {
    assertThat(EgressRules.PUBLIC_ONLY.refusal(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.openai.com",
        "my-resource.openai.azure.com",
        "a_b.example",
        "xn--bcher-kva.de"
      })
  void namesWaitForTheirResolution(String host) {
    assertThat(EgressRules.PUBLIC_ONLY.refusal(host)).isEmpty();
  }

  @Test
  void anAllowedNetworkLetsItsAddressesThroughAndNoOthers() throws UnknownHostException {
    EgressRules rules = allowing("10.1.0.0/16", "fd00::/8", "127.0.0.1");
    assertThat(rules.refusal("10.1.2.3")).isEmpty();
    assertThat(rules.refusal("10.2.2.3")).isPresent();
    assertThat(rules.refusal("[fd00:ec2::254]")).isEmpty();
    assertThat(rules.refusal("127.0.0.1")).isEmpty();
    assertThat(rules.refusal("127.0.0.2")).isPresent();
    assertThat(rules.refusal("llm.corp", InetAddress.getByName("10.1.9.9"))).isEmpty();
    assertThat(rules.refusal("llm.corp", InetAddress.getByName("10.3.9.9"))).isPresent();
    // What is allowed in numbers is not allowed in other spellings of them.
    assertThat(rules.refusal("0x7f.0.0.1")).isPresent();
  }

  @Test
  void anAllowedHostMayLeadAnywhere() throws UnknownHostException {
    EgressRules rules = allowing("vllm.corp", "*.lab.example", "localhost");
    InetAddress inner = InetAddress.getByName("10.0.0.5");
    assertThat(rules.refusal("vllm.corp", inner)).isEmpty();
    assertThat(rules.refusal("VLLM.corp", inner)).isEmpty();
    assertThat(rules.refusal("evil-vllm.corp", inner)).isPresent();
    assertThat(rules.refusal("a.lab.example", inner)).isEmpty();
    assertThat(rules.refusal("lab.example", inner)).isPresent();
    assertThat(rules.refusal("localhost")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0/8", "http://x", "a b", "*", "10.0.0.0/-1"})
  void whatIsNeitherHostNorNetworkCannotBeAllowed(String text) {
    assertThat(Allowed.parse(text)).isEmpty();
  }

  private static EgressRules allowing(String... texts) {
    return new EgressRules(Stream.of(texts).map(it -> Allowed.parse(it).orElseThrow()).toList());
  }

  /** The ways in which some resolver or other would read the same address. */
  private static final class Spellings {
    static List<String> of(String address, Random random) {
      long[] octets = Stream.of(address.split("\\.")).mapToLong(Long::parseLong).toArray();
      long whole = octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
      String hex = String.format(Locale.ROOT, "%08x", whole);
      String groups = hex.substring(0, 4) + ":" + hex.substring(4);
      List<String> all = new ArrayList<>();
      all.add(address);
      all.add(address + ".");
      all.add(Long.toString(whole));
      all.add(Long.toString(whole + (1L << 32)));
      all.add("0x" + hex);
      all.add("0X" + hex.toUpperCase(Locale.ROOT));
      all.add("0" + Long.toOctalString(whole));
      all.add(octets[0] + "." + (octets[1] << 16 | octets[2] << 8 | octets[3]));
      all.add(octets[0] + "." + octets[1] + "." + (octets[2] << 8 | octets[3]));
      all.add("[::ffff:" + address + "]");
      all.add("[::ffff:" + groups + "]");
      all.add("[::" + groups + "]");
      all.add("[64:ff9b::" + groups + "]");
      all.add("[2002:" + groups + "::1]");
      all.add(wide(address));
      all.add(percent(address));
      all.add(address.replace('.', '\u3002'));
      all.add(address.replace(".", "%2e"));
      for (int draw = 0; draw < 8; draw++) {
        all.add(mixed(octets, random));
      }
      return all;
    }

    private static String wide(String address) {
      StringBuilder text = new StringBuilder();
      address
          .chars()
          .forEach(digit -> text.append(digit == '.' ? '.' : (char) (digit - '0' + '\uff10')));
      return text.toString();
    }

    private static String percent(String address) {
      StringBuilder text = new StringBuilder();
      address.chars().forEach(digit -> text.append('%').append(Integer.toHexString(digit)));
      return text.toString();
    }

    /** Each octet in a base of its own; at least one not in ten. */
    private static String mixed(long[] octets, Random random) {
      int odd = random.nextInt(octets.length);
      List<String> parts = new ArrayList<>();
      for (int place = 0; place < octets.length; place++) {
        int base = place == odd ? 1 + random.nextInt(3) : random.nextInt(4);
        parts.add(
            switch (base) {
              case 0 -> Long.toString(octets[place]);
              case 1 -> "0x" + Long.toHexString(octets[place]);
              case 2 -> "0" + Long.toOctalString(octets[place]);
              default -> "00" + octets[place];
            });
      }
      return String.join(".", parts);
    }
  }
}
