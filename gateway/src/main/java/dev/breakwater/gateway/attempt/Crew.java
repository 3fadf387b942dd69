package dev.breakwater.gateway.attempt;

/** Who works on one request's attempts. */
record Crew(TargetHealths healths, Course course, Passing passing, Words words, Caller caller) {
  static Crew of(Attempts engine, AttemptRequest request, Refusals refusals) {
    Course course = new Course(request);
    return new Crew(
        engine.healths(),
        course,
        new Passing(engine.healths(), request.plan(), refusals, engine.random()),
        new Words(engine.providers(), request, course, refusals),
        new Caller(course, new Judge(engine.healths(), course, refusals)));
  }
}
