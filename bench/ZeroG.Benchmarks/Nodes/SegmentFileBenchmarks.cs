using BenchmarkDotNet.Attributes;
using RocksDbSharp;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>
/// One segment into and out of a segment file with checksums, and the same as a value in RocksDB. Both without waiting for the disk.
/// </summary>
[MemoryDiagnoser]
public class SegmentFileBenchmarks
{
    private const int Segments = 256;

    private readonly byte[] _data = new byte[FlowPadding.SegmentSize];
    private readonly byte[] _read = new byte[FlowPadding.SegmentSize];
    private string _folder = "";
    private SegmentFile _file = null!;
    private RocksDb _rocks = null!;
    private int _next;

    [GlobalSetup]
    public void Open()
    {
        new Random(1).NextBytes(_data);
        _folder = Directory.CreateTempSubdirectory("zerog-bench-").FullName;
        _file = SegmentFile.Open(Path.Combine(_folder, "0.seg"), 0, 0, 1, preallocate: true);
        _rocks = RocksDb.Open(new DbOptions().SetCreateIfMissing(), Path.Combine(_folder, "rocks"));
        for (int i = 0; i < Segments; i++)
        {
            _file.Write(i, 0, i * 1024L, _data);
            _rocks.Put(BitConverter.GetBytes(i), _data);
        }

        // Out of the buffer of recent writes, so that reads are those of a node that has run for a while.
        _rocks.CompactRange((byte[]?)null, null);
        // Each of them, so that no read is timed of something that is not there.
        for (int i = 0; i < Segments; i++)
        {
            _read.AsSpan().Clear();
            ReadFile();
            Answers.AssertEqual(_data, _read, nameof(ReadFile));
        }

        for (int i = 0; i < Segments; i++)
        {
            _read.AsSpan().Clear();
            ReadRocks();
            Answers.AssertEqual(_data, _read, nameof(ReadRocks));
        }
    }

    [GlobalCleanup]
    public void Close()
    {
        _file.Dispose();
        _rocks.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public void WriteRocks() => _rocks.Put(BitConverter.GetBytes(Next()), _data);

    [Benchmark]
    public void WriteFile()
    {
        int slot = Next();
        _file.Write(slot, 0, slot * 1024L, _data);
    }

    [Benchmark]
    public long ReadRocks() => _rocks.Get(BitConverter.GetBytes(Next()), _read, 0, _read.Length);

    [Benchmark]
    public bool ReadFile()
    {
        int slot = Next();
        return _file.TryRead(slot, 0, slot * 1024L, _read);
    }

    private int Next() => _next++ % Segments;
}
