package dev.breakwater.server.config;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.settings.Secret;

/** A key of the file: who it stands for, and its material. */
public record KeySettings(VirtualKey virtualKey, Secret key) {}
