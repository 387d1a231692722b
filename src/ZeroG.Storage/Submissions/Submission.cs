using System.Numerics;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// What is written on the chain for a file: its length, free tags, and its padded tree cut into perfect subtrees
/// (0G storage specification, submission to the chain).
/// </summary>
public sealed class Submission
{
    /// <summary>Nodes may be of any shape here; <see cref="FindFault"/> says whether the contract takes them.</summary>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="tags">Opaque bytes; empty for plain files.</param>
    /// <param name="nodes">Subtrees in file order, heights 0 to 63.</param>
    public Submission(long length, ReadOnlyMemory<byte> tags, IReadOnlyList<SubmissionNode> nodes)
    {
        Length = length;
        Tags = tags;
        Nodes = nodes;
    }

    /// <summary>Bytes of the file, without padding.</summary>
    public long Length { get; }

    /// <summary>Opaque bytes that nodes ignore and log readers see.</summary>
    public ReadOnlyMemory<byte> Tags { get; }

    /// <summary>Subtrees in file order, largest first.</summary>
    public IReadOnlyList<SubmissionNode> Nodes { get; }

    /// <summary>Sectors of all nodes: what is paid for.</summary>
    public BigInteger Sectors
    {
        get
        {
            BigInteger sectors = BigInteger.Zero;
            foreach (SubmissionNode node in Nodes)
            {
                sectors += node.Sectors;
            }

            return sectors;
        }
    }

    /// <summary>
    /// keccak256 of the node roots one after another; the event's <c>identity</c> and the contract's <c>digest</c>. Not the file root.
    /// </summary>
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

    /// <summary>Root of the file: the nodes folded from the right. At least one node.</summary>
    public Hash256 FileRoot
    {
        get
        {
            Hash256 root = Nodes[^1].Root;
            for (int i = Nodes.Count - 2; i >= 0; i--)
            {
                root = NodeHash.Combine(Nodes[i].Root, root);
            }

            return root;
        }
    }

    /// <summary>The file that it is about.</summary>
    public SubmittedFile File => new(FileRoot, Length);

    /// <summary>Cuts a tree into nodes: the binary digits of its padded sectors, largest first.</summary>
    public static Submission Create(FileTree tree, ReadOnlyMemory<byte> tags = default)
    {
        List<SubmissionNode> nodes = [];
        long first = 0;
        while (first < tree.Padding.PaddedSectors)
        {
            int height = BitOperations.Log2((ulong)(tree.Padding.PaddedSectors - first));
            nodes.Add(new SubmissionNode(tree.SubtreeRoot(first, 1L << height), height));
            first += 1L << height;
        }

        return new Submission(tree.Padding.Size, tags, nodes);
    }

    /// <summary>Exact price: sectors times the market's price of one.</summary>
    public TokenAmount Fee(BigInteger pricePerSector) => TokenAmount.FromWei(Sectors * pricePerSector);

    /// <summary>
    /// The contract's rule for nodes and length (0G storage specification, on-chain validity rule): null when it takes them, or else why
    /// not. That the submitter is not zero is checked beside it, because legacy submissions have none.
    /// </summary>
    public string? FindFault()
    {
        if (Nodes.Count == 0)
        {
            return "there are no nodes";
        }

        for (int i = 1; i < Nodes.Count; i++)
        {
            if (Nodes[i].Height >= Nodes[i - 1].Height)
            {
                return "heights do not fall strictly";
            }
        }

        int highest = Nodes[0].Height;
        if (highest >= 64 || Nodes[^1].Height < 0)
        {
            return "a height lies outside 0 to 63";
        }

        if (highest - Nodes[^1].Height >= 4)
        {
            return "heights spread over more than 4 levels";
        }

        BigInteger capacity = Sectors;
        BigInteger length = Length;
        BigInteger below = capacity < 16 ? capacity - 1
            : Nodes.Count == 1 ? capacity - (capacity / 16)
            : capacity - BigInteger.Pow(2, highest - 3);
        return length > capacity * FlowPadding.SectorSize ? "the length exceeds the nodes"
            : length <= below * FlowPadding.SectorSize ? "the nodes are padded further than the length needs"
            : null;
    }
}
