package dev.breakwater.operations.maintenance;

import java.util.List;

/** Gives room that removed rows have left back to the disk. */
public final class Vacuum implements Job {
  private final FreeRoom room;

  /** Where there is room to give back. */
  public interface FreeRoom {
    /** How many pages hold nothing. */
    long freePages();

    /**
     * Gives some back, in a moment's work.
     *
     * @return how many; 0 when no more can be given back
     */
    long giveBackSome();
  }

  public Vacuum(FreeRoom room) {
    this.room = room;
  }

  @Override
  public String name() {
    return "vacuum";
  }

  @Override
  public Report run(boolean confirmed) {
    long given = 0;
    for (long some = room.giveBackSome(); some > 0; some = room.giveBackSome()) {
      given += some;
    }
    return Report.done(
        given == 0 ? "There was no room to give back." : given + " pages went back to the disk.",
        List.of(new Report.Part("pages", null, given, room.freePages())));
  }
}
