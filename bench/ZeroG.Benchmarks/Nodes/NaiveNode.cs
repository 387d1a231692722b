using System.Text.Json;
using RocksDbSharp;
using ZeroG.Benchmarks.Cryptography;
using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>
/// All of the node written the obvious way: BouncyCastle hashes, and a value of RocksDB for each segment and for each proof, written one
/// by one and not waiting for the disk, as ours here. Takes one file of whole segments.
/// </summary>
internal sealed class NaiveNode(FlowTransaction file, string folder) : NaiveHandler, IDisposable
{
    private readonly RocksDb _database = RocksDb.Open(new DbOptions().SetCreateIfMissing(), folder);
    private readonly BouncyCastleKeccak _keccak = new();

    public void Dispose() => _database.Dispose();

    protected override void Put(Segment segment, byte[] data, long sequence)
    {
        if (sequence != file.Sequence || segment.FileSize != file.Size || segment.Index >= file.Padding.Segments
            || data.Length != FlowPadding.SegmentSize || Hash256.Parse(segment.Root) != file.Root || !IsProved(segment, data))
        {
            throw new InvalidOperationException("The segment is not one of the file.");
        }

        if (_database.HasKey(Key("data", segment.Index)))
        {
            throw new InvalidOperationException("The segment is there already.");
        }

        _database.Put(Key("data", segment.Index), data);
        _database.Put(Key("proof", segment.Index), JsonSerializer.SerializeToUtf8Bytes(segment.Proof));
    }

    protected override Segment Download(long sequence, long index)
    {
        byte[] data = _database.Get(Key("data", index));
        Proof proof = JsonSerializer.Deserialize<Proof>(_database.Get(Key("proof", index)))!;
        return new Segment(file.Root.ToString(), Convert.ToBase64String(data), index, proof, file.Size);
    }

    private static byte[] Key(string kind, long index) => System.Text.Encoding.UTF8.GetBytes($"{kind}/{index}");

    private bool IsProved(Segment segment, byte[] data)
    {
        byte[] sectors = new byte[FlowPadding.SectorsPerSegment * Hash256.Size];
        _keccak.HashMany(data, FlowPadding.SectorSize, sectors);
        byte[] running = new byte[Hash256.Size];
        _keccak.ComputeRoot(sectors, running);
        FileProof proof = new([.. segment.Proof.Lemma.Select(Hash256.Parse)], segment.Proof.Path);
        if (!proof.TryGetPosition(file.Padding.PaddedSegments, out long position) || position != segment.Index
            || new Hash256(running) != proof.Lemma[0])
        {
            return false;
        }

        byte[] pair = new byte[2 * Hash256.Size];
        for (int level = 0; level < proof.Path.Count; level++)
        {
            running.CopyTo(pair, proof.Path[level] ? 0 : Hash256.Size);
            proof.Lemma[level + 1].CopyTo(pair.AsSpan(proof.Path[level] ? Hash256.Size : 0));
            _keccak.HashMany(pair, pair.Length, running);
        }

        return new Hash256(running) == file.Root && proof.Lemma[^1] == file.Root;
    }
}
