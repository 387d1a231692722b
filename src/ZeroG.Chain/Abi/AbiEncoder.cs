using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ZeroG.Chain.Abi;

/// <summary>
/// Writes values in one pass: a head is reserved with zeros, static values go into it, dynamic ones are appended behind and leave their
/// offset in it (Solidity ABI specification, "Formal Specification of the Encoding").
/// </summary>
internal sealed class AbiEncoder : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly AbiPath _path;
    private byte[] _buffer;
    private int _length;

    public AbiEncoder(AbiPath path)
    {
        _path = path;
        _buffer = ArrayPool<byte>.Shared.Rent(512);
    }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int start = Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(start));
    }

    /// <summary>Appends head and tail of the items of an array or tuple, without a length.</summary>
    public void AppendItems(AbiType type, object? value)
    {
        object?[] items = AbiValue.ToItems(type, value, _path);
        int head = 0;
        for (int i = 0; i < items.Length; i++)
        {
            head = checked(head + type.ItemType(i).HeadSize);
        }

        int start = Reserve(head);
        int position = start;
        _path.Enter();
        for (int i = 0; i < items.Length; i++)
        {
            _path.MoveTo(i);
            AbiType item = type.ItemType(i);
            if (item.IsDynamic)
            {
                WriteLength(position, _length - start);
                AppendDynamic(item, items[i]);
            }
            else
            {
                WriteStatic(item, items[i], position);
            }

            position += item.HeadSize;
        }

        _path.Leave();
    }

    /// <summary>Appends a value in packed form: elementary values in their own width, array items in whole words, no lengths.</summary>
    public void AppendPacked(AbiType type, object? value)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.Bytes or AbiTypeKind.String:
                Append(ToBytes(type, value).Span);
                break;
            case AbiTypeKind.Array or AbiTypeKind.FixedArray when type.Element!.Kind < AbiTypeKind.Bytes:
                AppendInPlace(type, value);
                break;
            case < AbiTypeKind.Bytes:
                Span<byte> word = stackalloc byte[AbiType.WordSize];
                word.Clear();
                AbiWord.Write(type, value, word, _path);
                Append(AbiWord.Packed(type, word));
                break;
            default:
                throw _path.Error("packed encoding knows no tuples and no arrays of them, of arrays, of bytes or of strings");
        }
    }

    /// <summary>
    /// Appends a value as the topic of an indexed parameter hashes it: in place, every value filled to whole words, no lengths and no
    /// offsets (Solidity ABI specification, "Encoding of Indexed Event Parameters").
    /// </summary>
    public void AppendInPlace(AbiType type, object? value)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.Bytes or AbiTypeKind.String:
                AppendPadded(ToBytes(type, value).Span);
                break;
            case AbiTypeKind.Array or AbiTypeKind.FixedArray or AbiTypeKind.Tuple:
                object?[] items = AbiValue.ToItems(type, value, _path);
                _path.Enter();
                for (int i = 0; i < items.Length; i++)
                {
                    _path.MoveTo(i);
                    AppendInPlace(type.ItemType(i), items[i]);
                }

                _path.Leave();
                break;
            default:
                int position = Reserve(AbiType.WordSize);
                WriteStatic(type, value, position);
                break;
        }
    }

    private static int Padded(int length) => checked(length + AbiType.WordSize - 1) / AbiType.WordSize * AbiType.WordSize;

    private void AppendDynamic(AbiType type, object? value)
    {
        switch (type.Kind)
        {
            case AbiTypeKind.Bytes or AbiTypeKind.String:
                ReadOnlyMemory<byte> bytes = ToBytes(type, value);
                WriteLength(Reserve(AbiType.WordSize), bytes.Length);
                AppendPadded(bytes.Span);
                break;
            case AbiTypeKind.Array:
                object?[] items = AbiValue.ToItems(type, value, _path);
                WriteLength(Reserve(AbiType.WordSize), items.Length);
                AppendItems(type, items);
                break;
            default:
                AppendItems(type, value);
                break;
        }
    }

    private void WriteStatic(AbiType type, object? value, int position)
    {
        if (type.Kind is not (AbiTypeKind.FixedArray or AbiTypeKind.Tuple))
        {
            AbiWord.Write(type, value, _buffer.AsSpan(position, AbiType.WordSize), _path);
            return;
        }

        object?[] items = AbiValue.ToItems(type, value, _path);
        _path.Enter();
        for (int i = 0; i < items.Length; i++)
        {
            _path.MoveTo(i);
            AbiType item = type.ItemType(i);
            WriteStatic(item, items[i], position);
            position += item.HeadSize;
        }

        _path.Leave();
    }

    private ReadOnlyMemory<byte> ToBytes(AbiType type, object? value)
    {
        if (type.Kind == AbiTypeKind.Bytes)
        {
            return AbiValue.TryGetBytes(value, out ReadOnlyMemory<byte> bytes) ? bytes : throw AbiValue.Mismatch(value, _path);
        }

        try
        {
            return StrictUtf8.GetBytes(value as string ?? throw AbiValue.Mismatch(value, _path));
        }
        catch (EncoderFallbackException)
        {
            throw _path.Error("the text is not well-formed Unicode");
        }
    }

    private void AppendPadded(ReadOnlySpan<byte> bytes)
    {
        int start = Reserve(Padded(bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(start));
    }

    private void WriteLength(int position, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position + AbiType.WordSize - sizeof(int)), value);

    /// <summary>Appends zeros and returns where they begin.</summary>
    private int Reserve(int count)
    {
        int start = _length;
        int length = checked(start + count);
        if (length > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _buffer.AsSpan(start, count).Clear();
        _length = length;
        return start;
    }
}
