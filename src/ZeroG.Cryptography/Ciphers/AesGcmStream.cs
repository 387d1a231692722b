using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// One message under an <see cref="AesGcmKey"/>, piece after piece. All pieces but the last are whole blocks of 16 bytes. Not for several
/// threads at once.
/// </summary>
public sealed class AesGcmStream
{
    private const int NonceOfCounter = 12;

    // SP 800-38D §5.2.1.1: 2^39 - 256 bits; behind them the counter would come round.
    private const long Longest = (1L << 36) - (2 * GcmEngine.BlockSize);

    private readonly GcmEngine _engine;
    private readonly bool _decrypts;

    // The block that masks the tag (J0 of the standard), the counter that comes next, and the sum so far, all as they are written.
    private readonly byte[] _first = new byte[GcmEngine.BlockSize];
    private readonly byte[] _counter = new byte[GcmEngine.BlockSize];
    private readonly byte[] _hash = new byte[GcmEngine.BlockSize];
    private long _length;

    internal AesGcmStream(GcmEngine engine, ReadOnlySpan<byte> nonce, bool decrypts)
    {
        _engine = engine;
        _decrypts = decrypts;
        if (nonce.Length == NonceOfCounter)
        {
            nonce.CopyTo(_first);
            _first[^1] = 1;
        }
        else
        {
            // §7.1, step 2: the sum over the nonce, filled up with zeros, and its length in bits.
            HashPadded(_first, nonce);
            HashLength(_first, nonce.Length);
        }

        _first.CopyTo(_counter, 0);
        GcmEngine.Advance(_counter, 1);
    }

    /// <summary>Encrypts or decrypts the next piece.</summary>
    /// <param name="input">The bytes; a piece that does not end with a block is the last one.</param>
    /// <param name="output">Receives as many; may be the input itself, but must not overlap it otherwise.</param>
    /// <exception cref="InvalidOperationException">The message has ended, or would be longer than 64 GiB.</exception>
    public void Apply(ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, input.Length, nameof(output));
        if (_length % GcmEngine.BlockSize != 0 && !input.IsEmpty)
        {
            throw new InvalidOperationException("The message has ended with the last piece, which was no multiple of a block.");
        }

        if (input.Length > Longest - _length)
        {
            throw new InvalidOperationException("One nonce is not enough for more than 64 GiB.");
        }

        _length += input.Length;
        int whole = input.Length / GcmEngine.BlockSize * GcmEngine.BlockSize;
        if (whole > 0)
        {
            _engine.Apply(_decrypts, _counter, _hash, input[..whole], output);
        }

        if (whole < input.Length)
        {
            ApplyLast(input[whole..], output[whole..]);
        }
    }

    /// <summary>Writes the tag of all pieces: 16 bytes.</summary>
    public void GetTag(Span<byte> tag)
    {
        Span<byte> sum = stackalloc byte[GcmEngine.BlockSize];
        _hash.CopyTo(sum);
        HashLength(sum, _length);
        _engine.EncryptBlock(_first, tag[..GcmEngine.BlockSize]);
        for (int i = 0; i < sum.Length; i++)
        {
            tag[i] ^= sum[i];
        }
    }

    /// <summary>Whether all pieces together have this tag, in a time that does not depend on where it differs.</summary>
    public bool HasTag(ReadOnlySpan<byte> tag)
    {
        Span<byte> own = stackalloc byte[AesGcmKey.TagSize];
        GetTag(own);
        return CryptographicOperations.FixedTimeEquals(own, tag);
    }

    private void ApplyLast(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> stream = stackalloc byte[GcmEngine.BlockSize];
        Span<byte> encrypted = stackalloc byte[GcmEngine.BlockSize];
        encrypted.Clear();
        _engine.EncryptBlock(_counter, stream);
        for (int i = 0; i < input.Length; i++)
        {
            byte mixed = (byte)(input[i] ^ stream[i]);
            encrypted[i] = _decrypts ? input[i] : mixed;
            output[i] = mixed;
        }

        _engine.Hash(_hash, encrypted);
        CryptographicOperations.ZeroMemory(stream);
    }

    private void HashPadded(Span<byte> sum, ReadOnlySpan<byte> bytes)
    {
        int whole = bytes.Length / GcmEngine.BlockSize * GcmEngine.BlockSize;
        _engine.Hash(sum, bytes[..whole]);
        if (whole < bytes.Length)
        {
            Span<byte> last = stackalloc byte[GcmEngine.BlockSize];
            last.Clear();
            bytes[whole..].CopyTo(last);
            _engine.Hash(sum, last);
        }
    }

    private void HashLength(Span<byte> sum, long length)
    {
        // The upper half is the length of the associated data, of which there is none.
        Span<byte> block = stackalloc byte[GcmEngine.BlockSize];
        BinaryPrimitives.WriteUInt128BigEndian(block, (UInt128)(ulong)length * 8);
        _engine.Hash(sum, block);
    }
}
