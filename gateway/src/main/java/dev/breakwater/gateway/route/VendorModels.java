package dev.breakwater.gateway.route;

import java.util.Collection;

/** The models that a vendor is known to serve without anybody listing them. */
public interface VendorModels {
  Collection<String> of(String vendor);
}
