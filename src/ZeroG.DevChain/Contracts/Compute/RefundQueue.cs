using System.Collections.Immutable;
using System.Numerics;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// The refunds of a sub-account, oldest first. As in the contracts the array only grows: behind the first <see cref="Valid"/> entries lie
/// stale ones, which show in results and are overwritten in time.
/// </summary>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceAccount.sol; compute.md §1.3.</remarks>
internal sealed record RefundQueue
{
    /// <summary>Most refunds that can wait at once.</summary>
    public const int Capacity = 5;

    /// <summary>A queue that never held anything.</summary>
    public static RefundQueue Empty { get; } = new();

    /// <summary>How many entries count.</summary>
    public int Valid { get; private init; }

    /// <summary>Wei that wait.</summary>
    public BigInteger Pending { get; private init; }

    public bool IsFull => Valid >= Capacity;

    private ImmutableArray<RefundEntry> Entries { get; init; } = [];

    /// <summary>All entries as the contracts show them, stale ones included.</summary>
    public object?[] ToValues() => [.. Entries.Select(entry => entry.ToValues())];

    /// <summary>Adds a refund; to be asked only when <see cref="IsFull"/> is false.</summary>
    public RefundQueue Add(BigInteger amount, ulong now)
    {
        RefundEntry entry = new(Valid, amount, now);
        return this with
        {
            Entries = Valid < Entries.Length ? Entries.SetItem(Valid, entry) : Entries.Add(entry),
            Valid = Valid + 1,
            Pending = Pending + amount,
        };
    }

    /// <summary>Cancels up to so many wei, the newest refund first; the last one may shrink.</summary>
    public RefundQueue Cancel(BigInteger amount)
    {
        ImmutableArray<RefundEntry> entries = Entries;
        int valid = Valid;
        BigInteger left = amount;
        while (valid > 0 && !left.IsZero)
        {
            RefundEntry newest = entries[valid - 1];
            BigInteger part = BigInteger.Min(newest.Amount, left);
            entries = entries.SetItem(valid - 1, newest with { Amount = newest.Amount - part });
            left -= part;
            if (part < newest.Amount)
            {
                break;
            }

            valid--;
        }

        return this with { Entries = entries, Valid = valid, Pending = Pending - amount + left };
    }

    /// <summary>Takes out what has waited long enough; the others move up.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="lockTime">Seconds that a refund waits.</param>
    /// <param name="released">Wei taken out.</param>
    public RefundQueue Release(ulong now, BigInteger lockTime, out BigInteger released)
    {
        ImmutableArray<RefundEntry> entries = Entries;
        int kept = 0;
        released = BigInteger.Zero;
        foreach (RefundEntry entry in Entries.Take(Valid))
        {
            if (now >= entry.CreatedAt + lockTime)
            {
                released += entry.Amount;
            }
            else
            {
                entries = entries.SetItem(kept, entry with { Index = kept });
                kept++;
            }
        }

        return this with { Entries = entries, Valid = kept, Pending = Pending - released };
    }
}
