namespace ZeroG.DevChain.Execution;

/// <summary>Counts the gas of one transaction against its limit.</summary>
internal sealed class GasMeter(ulong limit)
{
    /// <summary>Gas spent so far; the whole limit once it has run out.</summary>
    public ulong Used { get; private set; }

    /// <summary>Gas that is left.</summary>
    public ulong Left => limit - Used;

    /// <summary>Spends gas.</summary>
    /// <exception cref="OutOfGasException">Less is left.</exception>
    public void Use(ulong gas)
    {
        if (gas > Left)
        {
            SpendAll();
            throw new OutOfGasException();
        }

        Used += gas;
    }

    /// <summary>Takes what is left, as a failure other than a revert does.</summary>
    public void SpendAll() => Used = limit;
}
