namespace ZeroG.Chain.Transactions;

/// <summary>
/// The right to send the next transaction of an account, held until the node has it. Nobody else, in this process or another, gets a nonce
/// of the account meanwhile.
/// </summary>
public sealed class NonceLease : IDisposable
{
    private readonly Action<ulong> _commit;
    private readonly Action _release;

    internal NonceLease(ulong nonce, Action<ulong> commit, Action release)
    {
        Nonce = nonce;
        _commit = commit;
        _release = release;
    }

    /// <summary>The nonce to use.</summary>
    public ulong Nonce { get; private set; }

    /// <summary>Notes that the nonce is used, or may be: the next lease gets a higher one.</summary>
    public void Commit() => _commit(Nonce);

    /// <summary>Takes the next nonce, because the node says that this one belongs to another transaction.</summary>
    public void MoveOn(ulong atLeast) => Nonce = Math.Max(Nonce + 1, atLeast);

    public void Dispose() => _release();
}
