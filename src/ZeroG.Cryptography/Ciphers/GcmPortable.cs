using System.Buffers;
using System.Security.Cryptography;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// Galois/counter mode by the system's AES and <see cref="Ghash"/>: for processors without the instructions, and for tests.
/// </summary>
internal sealed class GcmPortable : GcmEngine
{
    private const int ChunkSize = 32 * 1024;

    private readonly Aes _aes = Aes.Create();
    private readonly Ghash _ghash;

    public GcmPortable(ReadOnlySpan<byte> key)
    {
        _aes.SetKey(key);
        Span<byte> factor = stackalloc byte[BlockSize];
        factor.Clear();
        EncryptBlock(factor, factor);
        _ghash = new Ghash(factor);
        CryptographicOperations.ZeroMemory(factor);
    }

    public override void EncryptBlock(ReadOnlySpan<byte> block, Span<byte> output) => _aes.EncryptEcb(block, output, PaddingMode.None);

    public override void Hash(Span<byte> sum, ReadOnlySpan<byte> blocks) => _ghash.Add(sum, blocks);

    public override void Apply(bool decrypts, Span<byte> counter, Span<byte> sum, ReadOnlySpan<byte> input, Span<byte> output)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(ChunkSize, input.Length));
        try
        {
            while (!input.IsEmpty)
            {
                ReadOnlySpan<byte> from = input[..Math.Min(ChunkSize, input.Length)];
                Span<byte> to = output[..from.Length];
                Span<byte> stream = buffer.AsSpan(0, from.Length);
                for (int i = 0; i < stream.Length; i += BlockSize)
                {
                    counter.CopyTo(stream[i..]);
                    Advance(counter, 1);
                }

                _aes.EncryptEcb(stream, stream, PaddingMode.None);
                if (decrypts)
                {
                    Hash(sum, from);
                }

                for (int i = 0; i < from.Length; i++)
                {
                    to[i] = (byte)(from[i] ^ stream[i]);
                }

                if (!decrypts)
                {
                    Hash(sum, to);
                }

                input = input[from.Length..];
                output = output[from.Length..];
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override void Dispose()
    {
        _aes.Dispose();
        _ghash.Dispose();
    }
}
