namespace ZeroG.Chain.Transactions;

/// <summary>A transaction that a node has, in one or more versions of which at most one is ever mined.</summary>
/// <param name="Entry">What was signed, and where it was seen to be done if an earlier order saw it.</param>
/// <param name="AlreadySent">True when an earlier order with the same reference had signed it.</param>
/// <param name="Reference">The reference; null for none.</param>
/// <param name="MaxFee">The most that its fee may rise to; null for five times the first offer.</param>
public sealed record SentTransfer(JournalEntry Entry, bool AlreadySent, string? Reference = null, TokenAmount? MaxFee = null)
{
    /// <summary>The version that was signed last.</summary>
    public SentTransaction Transaction => Entry.Newest;
}
