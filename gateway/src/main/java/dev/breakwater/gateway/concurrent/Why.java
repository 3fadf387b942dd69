package dev.breakwater.gateway.concurrent;

/** Why an exchange or an attempt was given up without anybody's fault. */
public enum Why {
  CLIENT_LEFT,
  LOST_RACE,
  SHUTDOWN
}
