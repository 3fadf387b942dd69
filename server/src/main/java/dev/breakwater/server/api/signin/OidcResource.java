package dev.breakwater.server.api.signin;

import dev.breakwater.operations.users.SignIn;
import dev.breakwater.operations.users.SignInAnswer;
import dev.breakwater.operations.users.Vouched;
import dev.breakwater.server.api.ApiProblem;
import dev.breakwater.server.api.ApiRequest;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.Operation.Header;
import dev.breakwater.server.api.Operation.Parameter;
import dev.breakwater.server.api.Operation.Reply;
import dev.breakwater.server.api.Permission;
import dev.breakwater.server.api.Schemas;
import dev.breakwater.server.api.SessionCookie;
import dev.breakwater.server.api.TextBody;
import dev.breakwater.server.signin.IssuerAway;
import dev.breakwater.server.signin.Oidc;
import dev.breakwater.server.signin.OidcRefused;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in at an issuer of identities: there and back again. */
public final class OidcResource {
  private static final Logger LOG = LoggerFactory.getLogger(OidcResource.class);
  private static final String PATH = "/api/auth/oidc";
  private static final String JOURNEY = "bw_oidc";

  private final Oidc oidc;
  private final SignIn signIn;
  private final Function<ApiRequest, SessionCookie> cookies;
  private final Welcoming welcoming;

  /** What may go wrong on the way. */
  private interface Step<T> {
    T take() throws IssuerAway, OidcRefused;
  }

  public OidcResource(Oidc oidc, SignIn signIn, Function<ApiRequest, SessionCookie> cookies) {
    this.oidc = oidc;
    this.signIn = signIn;
    this.cookies = cookies;
    this.welcoming = new Welcoming(cookies);
  }

  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.GET,
            PATH + "/begin",
            Permission.OPEN,
            "Sends a browser to the issuer of identities (302)",
            List.of(),
            Optional.empty(),
            Schemas.of("object"),
            this::begin),
        new Operation(
            HttpMethod.GET,
            PATH + "/callback",
            Permission.OPEN,
            "Where the issuer sends a browser back: signs in and leads on (302)",
            List.of(
                new Parameter("code", "string", "what stands for the issuer's token"),
                new Parameter("state", "string", "what the browser was sent with"),
                new Parameter("iss", "string", "who the issuer is"),
                new Parameter("error", "string", "what the issuer says instead of a code")),
            Optional.empty(),
            Schemas.of("object"),
            this::callback));
  }

  private Reply begin(ApiRequest request) {
    requireIssuer();
    Oidc.Departure departure = taken(oidc::begin);
    Header journey =
        cookies.apply(request).cookie(JOURNEY, departure.sealed(), Oidc.LIFETIME, "Lax");
    return lead(departure.location(), List.of(journey));
  }

  private Reply callback(ApiRequest request) {
    requireIssuer();
    Oidc.Return back =
        new Oidc.Return(
            request.parameter("code").orElse(""),
            request.parameter("state").orElse(""),
            request.parameter("iss").orElse(""),
            request.parameter("error").orElse(""),
            SessionCookie.read(request.headers(), JOURNEY).orElse(""));
    Vouched vouched = taken(() -> vouched(back, request));
    return switch (signIn.vouchedFor(vouched, request.actor().address())) {
      case SignInAnswer.Welcome welcome ->
          lead(
              oidc.home(),
              List.of(
                  welcoming.cookie(request, welcome),
                  cookies.apply(request).cookie(JOURNEY, "", Duration.ZERO, "Lax")));
      case SignInAnswer.Denied denied -> throw ApiProblem.of(403, denied.why());
      case SignInAnswer.Refused _ -> throw ApiProblem.of(403, "You may not enter here.");
      case SignInAnswer.Later later -> throw Welcoming.later(later);
    };
  }

  private Vouched vouched(Oidc.Return back, ApiRequest request) throws IssuerAway, OidcRefused {
    try {
      return oidc.finish(back);
    } catch (OidcRefused refused) {
      signIn.notVouchedFor(String.valueOf(refused.getMessage()), request.actor().address());
      throw refused;
    }
  }

  private void requireIssuer() {
    if (!oidc.isOn()) {
      throw ApiProblem.of(404, "No issuer of identities is configured here.");
    }
  }

  private static <T> T taken(Step<T> step) {
    try {
      return step.take();
    } catch (IssuerAway away) {
      LOG.warn("a sign-in by OIDC failed: {}", String.valueOf(away.getMessage()));
      throw ApiProblem.of(503, String.valueOf(away.getMessage()));
    } catch (OidcRefused refused) {
      throw ApiProblem.of(403, String.valueOf(refused.getMessage()));
    }
  }

  private static Reply lead(String location, List<Header> cookies) {
    List<Header> headers = new java.util.ArrayList<>(cookies);
    headers.add(new Header("location", location));
    return new Reply(302, TextBody.of("text/plain; charset=utf-8", ""), headers);
  }
}
