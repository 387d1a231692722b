using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>
/// A full blob from 1024 of its 3072 rows: those of the data, which need only be put together, those of the last coset, and any. Beside
/// them the extension, which is the same work the other way.
/// </summary>
[SimpleJob(warmupCount: 1, iterationCount: 7)]
[MemoryDiagnoser]
[MinColumn]
public class RecoveryBenchmarks
{
    private Fr[] _cells = [];
    private EncodedRow[] _data = [];
    private EncodedRow[] _last = [];
    private EncodedRow[] _any = [];

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        MatrixShape shape = FullBlob.Shape;
        _cells = FullBlob.Cells(new ParallelOptions { MaxDegreeOfParallelism = Threads });
        EncodedRow[] rows =
        [
            .. Enumerable.Range(0, shape.EncodedRows)
                .Select(row => new EncodedRow(row, _cells.AsMemory(row * shape.Columns, shape.Columns))),
        ];
        (_data, _last) = (rows[..shape.Rows], rows[^shape.Rows..]);
        new Random(5).Shuffle(rows);
        _any = rows[..shape.Rows];
        foreach (BlobMatrix matrix in new[] { FromData(), FromLast(), FromAny() })
        {
            Answers.AssertEqual(FullBlob.Data(), matrix.ToData(), nameof(BlobRecovery));
        }
    }

    [Benchmark(Baseline = true)]
    public Fr[] Extend() => ErasureCode.Extend(FullBlob.Shape, _cells, new ParallelOptions { MaxDegreeOfParallelism = Threads });

    [Benchmark]
    public BlobMatrix FromData() => BlobRecovery.Recover(FullBlob.Shape, _data, Threads);

    [Benchmark]
    public BlobMatrix FromLast() => BlobRecovery.Recover(FullBlob.Shape, _last, Threads);

    [Benchmark]
    public BlobMatrix FromAny() => BlobRecovery.Recover(FullBlob.Shape, _any, Threads);
}
