using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>
/// The first two stages of an encoding at full size: 1024 rows to 3072, and 96 MiB of cells to their data root. Beside them the extension
/// in the official order, and the root of the same bytes as a file.
/// </summary>
[SimpleJob(warmupCount: 1, iterationCount: 7)]
[MemoryDiagnoser]
[MinColumn]
public class ExtensionBenchmarks
{
    private Fr[] _cells = [];
    private byte[] _bytes = [];
    private ParallelOptions _options = new();

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        _cells = FullBlob.Cells(_options);
        Fr[] plain = [.. _cells];
        plain.AsSpan(FullBlob.Shape.Cells).Clear();
        PlainExtension.Extend(FullBlob.Shape, plain);
        Answers.AssertEqual(PlainExtension.Bytes(plain), PlainExtension.Bytes(_cells), nameof(Extend));

        _bytes = new byte[FullBlob.Shape.EncodedSize];
        for (int k = 0; k < _cells.Length; k++)
        {
            _cells[k].Write(_bytes.AsSpan(k * Fr.Size));
        }

        Answers.AssertEqual((await RootOfFileAsync()).Root.Bytes, Hash().DataRoot.Bytes, nameof(Hash));
    }

    [Benchmark(Baseline = true)]
    public Fr[] Extend() => ErasureCode.Extend(FullBlob.Shape, _cells, _options);

    [Benchmark]
    public void PlainExtend() => PlainExtension.Extend(FullBlob.Shape, _cells);

    [Benchmark]
    public BlobTree Hash() => BlobTree.Build(FullBlob.Shape, _cells, _options);

    /// <summary>On all processors, and the bytes are made already.</summary>
    [Benchmark]
    public async Task<FileTree> RootOfFileAsync()
    {
        using FileSource source = FileSource.FromBytes(_bytes);
        return await FileTree.BuildAsync(source);
    }
}
