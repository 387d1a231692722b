namespace ZeroG.Compute.FineTuning;

/// <summary>What states mean for each other.</summary>
public static class FineTuningStates
{
    /// <summary>The state of that name, without regard to case; <see cref="FineTuningState.Unknown"/> for any other word.</summary>
    public static FineTuningState Parse(string? text) =>
        Enum.TryParse(text, ignoreCase: true, out FineTuningState state) && Enum.IsDefined(state) && !char.IsAsciiDigit(text![0])
            ? state
            : FineTuningState.Unknown;

    /// <summary>Whether nothing follows.</summary>
    public static bool IsEnd(this FineTuningState state) => state is FineTuningState.Finished or FineTuningState.Failed;

    /// <summary>Whether the task has still to be trained, as the count of waiting tasks takes it.</summary>
    public static bool IsPending(this FineTuningState state) => state <= FineTuningState.Training;

    /// <summary>Whether a task can still be cancelled: before it is trained.</summary>
    public static bool IsCancellable(this FineTuningState state) => state < FineTuningState.Training;

    /// <summary>Whether a task in this state is in the other or past it. A failed task has reached only failure.</summary>
    public static bool HasReached(this FineTuningState state, FineTuningState other) => state == other
        || (other <= FineTuningState.Finished && state <= FineTuningState.Finished && state > other);
}
