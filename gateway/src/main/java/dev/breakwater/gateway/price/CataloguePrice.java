package dev.breakwater.gateway.price;

import java.net.URI;
import java.time.LocalDate;

/**
 * A price of the catalogue.
 *
 * @param from the first day of its validity, UTC
 * @param source where the vendor says it
 * @param checked the day on which it was looked up
 */
public record CataloguePrice(Price price, LocalDate from, URI source, LocalDate checked) {}
