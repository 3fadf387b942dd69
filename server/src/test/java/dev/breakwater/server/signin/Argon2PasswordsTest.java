package dev.breakwater.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.operations.users.PasswordHashing.Verdict;
import org.junit.jupiter.api.Test;

/** Passwords are hashed so that older hashes go on holding, and are known as such. */
class Argon2PasswordsTest {
  private static final String PASSWORD = "correct horse battery ☂";

  @Test
  void aHashIsArgon2idWithItsParametersAndSaltedAnew() {
    try (Argon2Passwords passwords = new Argon2Passwords(Argon2Passwords.USUAL)) {
      String hash = passwords.hash(PASSWORD);
      assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
      assertThat(passwords.hash(PASSWORD)).isNotEqualTo(hash);
      assertThat(passwords.check(PASSWORD, hash)).isEqualTo(Verdict.RIGHT);
      assertThat(passwords.check(PASSWORD + " ", hash)).isEqualTo(Verdict.WRONG);
      assertThat(passwords.check("", hash)).isEqualTo(Verdict.WRONG);
      assertThat(passwords.isOutdated(hash)).isFalse();
    }
  }

  @Test
  void aHashOfOtherParametersGoesOnHoldingAndIsOutdatedWhenTheyWereLess() {
    try (Argon2Passwords less = new Argon2Passwords(new Argon2Passwords.Effort(8 * 1024, 1, 1));
        Argon2Passwords usual = new Argon2Passwords(Argon2Passwords.USUAL)) {
      String hash = less.hash(PASSWORD);
      assertThat(usual.check(PASSWORD, hash)).isEqualTo(Verdict.RIGHT);
      assertThat(usual.check("another password", hash)).isEqualTo(Verdict.WRONG);
      assertThat(usual.isOutdated(hash)).isTrue();
      assertThat(less.isOutdated(usual.hash(PASSWORD))).isFalse();
    }
  }
}
