using ZeroG.DataAvailability.Slices;
using ZeroG.DataAvailability.Tests.Encoding;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Slices;

/// <summary>A blob of 8 rows of 8 cells, in memory and in a folder of its own.</summary>
internal sealed class SliceFixture : IDisposable
{
    public const string Name = "report.bin";

    private readonly TempFolder _folder = new();

    public SliceFixture()
    {
        SampleBlob sample = SampleBlob.Tiny;
        InMemory = SlicedBlob.InMemory(sample.Blob, Name, sample.Data.Length, source: null, TimeSpan.Zero);
        InFiles = SliceFolder.Write(_folder[Name + ".slices"], InMemory, overwrite: false);
    }

    public SlicedBlob InMemory { get; }

    public SlicedBlob InFiles { get; }

    public BlobDescription Description => InFiles.Slices[0].BelongsTo!;

    /// <summary>The folder around that of the slices.</summary>
    public string Parent => _folder.Path;

    public string PathOf(int row) => Path.Combine(InFiles.Path!, $"slice-{row:D4}.bin");

    /// <summary>Changes one bit of a slice.</summary>
    public void Flip(int row, int position)
    {
        byte[] bytes = File.ReadAllBytes(PathOf(row));
        bytes[position] ^= 1;
        File.WriteAllBytes(PathOf(row), bytes);
    }

    public void Dispose() => _folder.Dispose();
}
