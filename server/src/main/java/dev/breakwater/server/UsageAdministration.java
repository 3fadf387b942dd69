package dev.breakwater.server;

import dev.breakwater.operations.reports.CaughtUp;
import dev.breakwater.operations.reports.PriceEstimate;
import dev.breakwater.operations.reports.Requests;
import dev.breakwater.operations.reports.UsageReports;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.export.ExportResource;
import dev.breakwater.server.api.requests.BodiesResource;
import dev.breakwater.server.api.requests.RequestParameters;
import dev.breakwater.server.api.requests.RequestsResource;
import dev.breakwater.server.api.usage.FindingsResource;
import dev.breakwater.server.api.usage.HighCostResource;
import dev.breakwater.server.api.usage.UsageResource;
import dev.breakwater.server.keys.Keys;
import dev.breakwater.store.sql.Database;
import dev.breakwater.store.sql.SqlRequests;
import dev.breakwater.store.sql.SqlRollupSource;
import dev.breakwater.store.sql.SqlUsageSource;
import java.util.ArrayList;
import java.util.List;

/** What requests took and cost, and what that says. */
record UsageAdministration(Ground ground, DataPlane plane, Keys keys) implements Area {
  @Override
  public List<Operation> operations() {
    Database database = ground.storage().database();
    CaughtUp caughtUp = CaughtUp.of(plane.records().ledger());
    UsageReports reports =
        new UsageReports(
            new SqlUsageSource(database),
            new SqlRollupSource(database, ground.zone()),
            caughtUp,
            ground.clock(),
            ground.zone());
    Requests requests = new Requests(new SqlRequests(database), caughtUp, ground.clock());
    RequestParameters parameters = new RequestParameters(ground.clock(), ground.zone());
    PriceEstimate estimate = PriceEstimate.of(plane.rules().prices().book(), ground.clock());
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new RequestsResource(requests, parameters).operations());
    operations.addAll(new ExportResource(requests, parameters).operations());
    operations.addAll(new UsageResource(reports, keys::name).operations());
    operations.addAll(new HighCostResource(requests, parameters).operations());
    operations.addAll(new FindingsResource(reports, estimate).operations());
    operations.addAll(new BodiesResource(plane.content().recorder()).operations());
    return operations;
  }
}
