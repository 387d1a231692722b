namespace ZeroG.Storage.Submissions;

/// <summary>What became of a submission.</summary>
public enum SubmissionFate
{
    /// <summary>It is in the log.</summary>
    Logged,

    /// <summary>It was executed and reverted; the storage fee was not taken.</summary>
    Reverted,

    /// <summary>Another transaction took its nonce: it can never be executed.</summary>
    Replaced,
}
