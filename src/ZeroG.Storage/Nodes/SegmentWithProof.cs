using System.Buffers;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// A segment as it travels to and from storage nodes: <c>{"root","data","index","proof","fileSize"}</c>.
/// One that was read holds its data in a buffer of the shared pool, which <see cref="Dispose"/> gives back.
/// </summary>
public sealed class SegmentWithProof : IDisposable
{
    private readonly ReadOnlyMemory<byte> _data;
    private byte[]? _rented;
    private bool _disposed;

    /// <summary>Makes a message over data that belongs to the caller and must stay unchanged while the message is in use.</summary>
    /// <param name="root">Root of the file.</param>
    /// <param name="data">Whole sectors of 256 bytes, the last of the file filled with zeros, without flow padding.</param>
    /// <param name="index">Index of the segment in the file.</param>
    /// <param name="proof">Proof of the segment's root against the file's.</param>
    /// <param name="fileSize">Bytes of the whole file.</param>
    public SegmentWithProof(Hash256 root, ReadOnlyMemory<byte> data, long index, FileProof proof, long fileSize)
    {
        Root = root;
        _data = data;
        Index = index;
        Proof = proof;
        FileSize = fileSize;
    }

    /// <summary>Root of the file.</summary>
    public Hash256 Root { get; }

    /// <summary>Whole sectors of 256 bytes, if the sender kept the rules; nothing is checked on reading.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was given back.</exception>
    public ReadOnlyMemory<byte> Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _data;
        }
    }

    /// <summary>Index of the segment in the file.</summary>
    public long Index { get; }

    /// <summary>Proof of the segment's root against the file's.</summary>
    public FileProof Proof { get; }

    /// <summary>Bytes of the whole file.</summary>
    public long FileSize { get; }

    /// <summary>Gives a pooled buffer back; <see cref="Data"/> cannot be read afterwards.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes the fields in the order of the specification.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteHash("root"u8, Root);
        writer.WriteBase64String("data"u8, Data.Span);
        writer.WriteNumber("index"u8, Index);
        writer.WritePropertyName("proof"u8);
        Proof.Write(writer);
        writer.WriteNumber("fileSize"u8, FileSize);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Reads the object on which the reader stands, in any order of fields; the data is decoded straight into a pooled buffer.
    /// </summary>
    /// <exception cref="JsonException">A field is missing or malformed.</exception>
    public static SegmentWithProof Read(ref Utf8JsonReader reader)
    {
        Hash256? root = null;
        FileProof? proof = null;
        long? index = null;
        long? fileSize = null;
        byte[]? rented = null;
        int length = 0;
        reader.ExpectObject();
        try
        {
            while (reader.ReadField())
            {
                if (reader.ValueTextEquals("root"u8))
                {
                    reader.Read();
                    root = reader.ReadHash();
                }
                else if (reader.ValueTextEquals("data"u8))
                {
                    reader.Read();
                    Return(ref rented);
                    rented = Base64Segment.Read(ref reader, out length);
                }
                else if (reader.ValueTextEquals("index"u8))
                {
                    reader.Read();
                    index = reader.ReadCount();
                }
                else if (reader.ValueTextEquals("proof"u8))
                {
                    reader.Read();
                    proof = FileProof.Read(ref reader);
                }
                else if (reader.ValueTextEquals("fileSize"u8))
                {
                    reader.Read();
                    fileSize = reader.ReadCount();
                }
                else
                {
                    reader.SkipField();
                }
            }

            SegmentWithProof segment = new(
                root ?? throw WireReader.Missing("root"),
                rented is null ? throw WireReader.Missing("data") : rented.AsMemory(0, length),
                index ?? throw WireReader.Missing("index"),
                proof ?? throw WireReader.Missing("proof"),
                fileSize ?? throw WireReader.Missing("fileSize"))
            { _rented = rented };
            rented = null;
            return segment;
        }
        finally
        {
            Return(ref rented);
        }
    }

    private static void Return(ref byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }
}
