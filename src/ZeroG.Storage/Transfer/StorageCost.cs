using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>What a file of a size costs at a price. Gas of the chain comes on top.</summary>
public sealed class StorageCost
{
    /// <summary>
    /// Computes the cost. Padding and fee follow from the size alone; no byte is read. A large file counts as its fragments.
    /// </summary>
    /// <param name="name">Name to show.</param>
    /// <param name="path">Full path; null for bytes from memory.</param>
    /// <param name="size">Bytes, at least one.</param>
    /// <param name="pricePerSector">The market's price in neuron.</param>
    /// <param name="network">Name of the network.</param>
    /// <param name="fragmentSize">Above this size a file is cut into fragments, as for <see cref="UploadOptions.FragmentSize"/>.</param>
    public StorageCost(
        string name, string? path, long size, BigInteger pricePerSector, string network,
        long fragmentSize = UploadOptions.DefaultFragmentSize)
    {
        FragmentPlan plan = new(size, new UploadOptions { FragmentSize = fragmentSize }.Checked().FragmentSize);
        Name = name;
        Path = path;
        Size = size;
        Segments = plan.Segments;
        Sectors = (long)plan.PaddedSectors;
        PricePerSector = TokenAmount.FromWei(pricePerSector);
        Fee = TokenAmount.FromWei(plan.PaddedSectors * pricePerSector);
        Network = network;
    }

    /// <summary>Name of the file without its folder.</summary>
    public string Name { get; }

    /// <summary>Full path; null for bytes from memory.</summary>
    public string? Path { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; }

    /// <summary>Segments of 256 KiB to send.</summary>
    public long Segments { get; }

    /// <summary>Sectors of 256 bytes to pay for, padding included.</summary>
    public long Sectors { get; }

    /// <summary>Price of a sector now.</summary>
    public TokenAmount PricePerSector { get; }

    /// <summary>The storage fee: sectors times price, exactly.</summary>
    public TokenAmount Fee { get; }

    /// <summary>Name of the network.</summary>
    public string Network { get; }
}
