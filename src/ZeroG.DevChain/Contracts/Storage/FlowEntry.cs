using System.Numerics;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>A submission that the contract takes, of any size up to its own limits, which lie beyond those of a file.</summary>
/// <param name="Nodes">Roots and heights, the highest first.</param>
/// <param name="Sectors">Sectors of all nodes.</param>
internal sealed record FlowEntry(IReadOnlyList<(Hash256 Root, int Height)> Nodes, UInt128 Sectors)
{
    private const int MaximumHeight = 64;
    private const int MaximumSpread = 4;
    private const int SectorSize = 256;

    /// <summary>keccak256 of the node roots.</summary>
    public Hash256 Identity
    {
        get
        {
            byte[] roots = new byte[Nodes.Count * Keccak256.HashSize];
            for (int i = 0; i < Nodes.Count; i++)
            {
                Nodes[i].Root.CopyTo(roots.AsSpan(i * Keccak256.HashSize));
            }

            return Hash256.Keccak(roots);
        }
    }

    /// <summary>Reads and checks a decoded SubmissionData, in the contract's order and with its arithmetic.</summary>
    /// <remarks>Source: 0g-storage-contracts, contracts/interfaces/Submission.sol, valid.</remarks>
    /// <exception cref="RevertException">It is not valid.</exception>
    public static FlowEntry Read(object?[] data, Address submitter)
    {
        BigInteger length = (BigInteger)data[0]!;
        object?[][] nodes = [.. ((object?[])data[2]!).Cast<object?[]>()];
        BigInteger[] heights = [.. nodes.Select(node => (BigInteger)node[1]!)];
        Require(!submitter.IsZero && heights.Length > 0);
        if (heights[0] < heights[^1])
        {
            // The contract subtracts with overflow checks.
            throw RevertException.Panic(0x11);
        }

        Require(heights[0] - heights[^1] < MaximumSpread && heights[0] < MaximumHeight);
        Require(heights.Zip(heights.Skip(1)).All(pair => pair.Second < pair.First));

        BigInteger capacity = heights.Aggregate(BigInteger.Zero, (sum, height) => sum + (BigInteger.One << (int)height));
        BigInteger below = capacity < 1 << MaximumSpread ? capacity - 1
            : heights.Length == 1 ? capacity - (capacity >> MaximumSpread)
            : capacity - (BigInteger.One << ((int)heights[0] - MaximumSpread + 1));
        Require(length <= capacity * SectorSize && length > below * SectorSize);
        return new FlowEntry([.. nodes.Zip(heights, (node, height) => ((Hash256)node[0]!, (int)height))], (UInt128)capacity);
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RevertException.WithText("Invalid submission");
        }
    }
}
