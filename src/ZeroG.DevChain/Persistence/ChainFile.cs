using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.DevChain.Persistence;

/// <summary>
/// An append-only file of records. A record is in the hands of the operating system before the call that made it is answered, so ending the
/// process loses nothing; a power cut may lose the newest ones. A last record that is not whole is dropped on opening; damage anywhere else
/// is an error.
/// </summary>
/// <remarks>
/// Layout: 8 bytes of magic, then records of length (u32, little endian: kind and content), checksum (first 8 bytes of Keccak-256 of kind
/// and content), kind (1 byte), content.
/// </remarks>
internal sealed class ChainFile : IDisposable
{
    /// <summary>The file's name inside the data folder.</summary>
    public const string FileName = "chain.dat";

    private const int ChecksumSize = 8;
    private const int HeadSize = sizeof(uint) + ChecksumSize;

    private readonly FileStream _stream;

    private ChainFile(FileStream stream) => _stream = stream;

    // Name and version of the layout; another version is another magic.
    private static ReadOnlySpan<byte> Magic => "ZGCHAIN1"u8;

    /// <summary>Opens or makes the file and reads all whole records.</summary>
    /// <exception cref="ZeroGException"><c>ZgChainDataCorrupt</c>, or <c>ZgChainDataBusy</c> when another chain has the folder
    /// open.</exception>
    public static ChainFile Open(string folder, out IReadOnlyList<ChainRecord> records)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException failure) when (failure is not DirectoryNotFoundException)
        {
            throw new ZeroGException(
                "ZgChainDataBusy", ErrorKind.ResourceBusy,
                $"'{path}' is open in another chain. Stop that one, or choose another data folder.", path, failure);
        }

        try
        {
            records = Read(stream, path);
            return new ChainFile(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record.</summary>
    public void Append(ChainRecordKind kind, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[HeadSize + 1 + content.Length];
        Span<byte> body = record.AsSpan(HeadSize);
        body[0] = (byte)kind;
        content.CopyTo(body[1..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)body.Length);
        Checksum(body, record.AsSpan(sizeof(uint), ChecksumSize));
        long start = _stream.Position;
        try
        {
            _stream.Write(record);
        }
        catch (IOException)
        {
            // Half a record in front of the next one would make the whole file unreadable.
            _stream.SetLength(start);
            _stream.Position = start;
            throw;
        }
    }

    /// <summary>Drops every record, for a chain that starts anew.</summary>
    public void Clear()
    {
        _stream.SetLength(Magic.Length);
        _stream.Position = Magic.Length;
    }

    public void Dispose() => _stream.Dispose();

    private static List<ChainRecord> Read(FileStream stream, string path)
    {
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int whole = Math.Min(bytes.Length, Magic.Length);
        if (!bytes.AsSpan(0, whole).SequenceEqual(Magic[..whole]))
        {
            throw Corrupt(path, 0, "it does not begin as a chain file of this version");
        }

        List<ChainRecord> records = [];
        if (whole < Magic.Length)
        {
            stream.SetLength(0);
            stream.Write(Magic);
            return records;
        }

        int position = Magic.Length;
        while (TryReadRecord(bytes, ref position, path, out ChainRecord record))
        {
            records.Add(record);
        }

        stream.SetLength(position);
        stream.Position = position;
        return records;
    }

    /// <summary>Reads the next record; false at the end or at a last record that is torn.</summary>
    private static bool TryReadRecord(byte[] bytes, ref int position, string path, out ChainRecord record)
    {
        record = default;
        ReadOnlyMemory<byte> rest = bytes.AsMemory(position);
        if (rest.Length < HeadSize)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
        if (length > rest.Length - HeadSize)
        {
            return false;
        }

        ReadOnlyMemory<byte> body = rest.Slice(HeadSize, (int)length);
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        Checksum(body.Span, checksum);
        if (body.IsEmpty || !rest.Span.Slice(sizeof(uint), ChecksumSize).SequenceEqual(checksum))
        {
            // A write that was cut short may leave a last record of full length with holes in it.
            return rest.Length == HeadSize + body.Length || !rest.Span.ContainsAnyExcept((byte)0)
                ? false
                : throw Corrupt(path, position, "the checksum of a record does not match");
        }

        record = new ChainRecord((ChainRecordKind)body.Span[0], body[1..]);
        position += HeadSize + body.Length;
        return true;
    }

    private static void Checksum(ReadOnlySpan<byte> body, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[Hash256.Size];
        Keccak256.Hash(body, hash);
        hash[..destination.Length].CopyTo(destination);
    }

    private static ZeroGException Corrupt(string path, int position, string what) => new(
        "ZgChainDataCorrupt", ErrorKind.InvalidData,
        $"'{path}' is damaged at byte {position}: {what}. Restore it from a copy, or delete it to start a new chain.", path);
}
