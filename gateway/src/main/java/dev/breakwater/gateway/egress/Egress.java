package dev.breakwater.gateway.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds the addresses of hosts that others have named, and lets nobody be led to one that is not
 * allowed. Whoever connects does so to the addresses given here, and never to the name, so that a
 * name which means another host a moment later leads nowhere else.
 */
public final class Egress {
  private final Supplier<EgressRules> rules;
  private final Hosts hosts;
  private final Executor threads;

  /** Resolves names; blocks. */
  public interface Hosts {
    List<InetAddress> of(String host) throws UnknownHostException;

    /** As this machine does. */
    static Hosts ofMachine() {
      return host -> List.of(InetAddress.getAllByName(host));
    }
  }

  /**
   * @param rules asked each time
   * @param threads where names are resolved; platform threads, for that holds its thread
   */
  public Egress(Supplier<EgressRules> rules, Hosts hosts, Executor threads) {
    this.rules = rules;
    this.hosts = hosts;
    this.threads = threads;
  }

  /**
   * Why an address that somebody gives is refused, as far as can be told now; a name that does not
   * resolve may do so later, and is looked at again by whoever connects. Blocks.
   */
  public Optional<String> problem(URI url) {
    try {
      addresses(url.getHost());
      return Optional.empty();
    } catch (EgressRefused refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    } catch (UnknownHostException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Finds the addresses of a host, on a thread of its own.
   *
   * @param found hears of at least one, each of which may be connected to
   * @param failed hears of {@link EgressRefused} or {@link UnknownHostException}
   */
  public void find(
      String host, Consumer<List<InetAddress>> found, Consumer<? super Exception> failed) {
    try {
      threads.execute(() -> {
        List<InetAddress> all;
        try {
          all = addresses(host);
        } catch (EgressRefused | UnknownHostException | RuntimeException e) {
          failed.accept(e);
          return;
        }
        found.accept(all);
      });
    } catch (RejectedExecutionException e) {
      failed.accept(e);
    }
  }

  private List<InetAddress> addresses(String host) throws EgressRefused, UnknownHostException {
    EgressRules now = rules.get();
    refuse(now.refusal(host));
    List<InetAddress> all =
        HostName.of(host) instanceof HostName.Literal literal
            ? List.of(literal.address())
            : hosts.of(host);
    if (all.isEmpty()) {
      throw new UnknownHostException(host);
    }
    for (InetAddress address : all) {
      // One that is not allowed condemns the name: which of them is taken is not ours to say.
      refuse(now.refusal(host, address));
    }
    return new ArrayList<>(all);
  }

  private static void refuse(Optional<String> reason) throws EgressRefused {
    if (reason.isPresent()) {
      throw new EgressRefused(reason.get());
    }
  }
}
