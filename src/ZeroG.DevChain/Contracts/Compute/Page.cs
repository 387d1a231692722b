using System.Numerics;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The pages in which the contracts list things: items from an offset, and how many there are in all.</summary>
internal static class Page
{
    /// <summary>Items of a page when none are asked for, and the most that the services give.</summary>
    public const int Size = 50;

    private static readonly BigInteger Largest = (BigInteger.One << 256) - 1;

    /// <summary>One page.</summary>
    /// <param name="items">All items.</param>
    /// <param name="offset">Items to pass over.</param>
    /// <param name="limit">Most items of the page; 0 for <see cref="Size"/>.</param>
    /// <param name="values">An item as the contract shows it.</param>
    /// <returns>The page and the number of all items, in the order of the contracts' results.</returns>
    /// <exception cref="RevertException">Offset and limit are more than a number of the contracts holds.</exception>
    public static object?[] Of<T>(IReadOnlyList<T> items, BigInteger offset, BigInteger limit, Func<T, object?[]> values)
    {
        if (offset >= items.Count)
        {
            return [Array.Empty<object?>(), items.Count];
        }

        BigInteger end = offset + (limit.IsZero ? Size : limit);
        if (end > Largest)
        {
            // The contracts add with overflow checks.
            throw RevertException.Panic(0x11);
        }

        int count = (int)(BigInteger.Min(end, items.Count) - offset);
        return [Enumerable.Range((int)offset, count).Select(index => (object?)values(items[index])).ToArray(), items.Count];
    }
}
