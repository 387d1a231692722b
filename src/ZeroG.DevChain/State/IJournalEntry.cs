namespace ZeroG.DevChain.State;

/// <summary>One change of one journaled thing, which can be taken back and made again.</summary>
internal interface IJournalEntry
{
    /// <summary>Puts the old value back.</summary>
    void Undo();

    /// <summary>Puts the new value back after <see cref="Undo"/>.</summary>
    void Redo();
}
