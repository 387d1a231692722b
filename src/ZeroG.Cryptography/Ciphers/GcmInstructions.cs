using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// Galois/counter mode by the processor's AES and carry-less multiplication, eight blocks at a time. While the blocks of one round are
/// added up, the processor already encrypts the counters of the next.
/// </summary>
/// <remarks>
/// A block with its bytes turned round is a polynomial whose x^0 stands in the top bit, so that a product lies one bit too low. The powers
/// of H are therefore kept divided by x, and products come out in place (Gueron and Kounavis, "Intel carry-less multiplication
/// instruction and its usage for computing the GCM mode").
/// </remarks>
internal sealed class GcmInstructions : GcmEngine
{
    // Blocks at a time. Each power of H has a place; the highest stands first, as it belongs to the first block.
    private const int Lanes = 8;
    private const int StateSize = AesSchedule.Size + (Lanes * BlockSize);

    // 1/x = x^127 + x^6 + x + 1, written with x^0 in the top bit; the upper half alone is what reduces a product.
    private const ulong Reduction = 0xC200_0000_0000_0000;

    private readonly byte[] _state = GC.AllocateArray<byte>(StateSize, pinned: true);

    public GcmInstructions(ReadOnlySpan<byte> key)
    {
        AesSchedule.Expand(key, _state);
        Span<byte> factor = stackalloc byte[BlockSize];
        factor.Clear();
        EncryptBlock(factor, factor);
        Vector128<ulong> first = DivideByX(Turn(Vector128.Create<byte>(factor)).AsUInt64());
        Span<Vector128<ulong>> powers = MemoryMarshal.Cast<byte, Vector128<ulong>>(_state.AsSpan(AesSchedule.Size));
        powers[Lanes - 1] = first;
        for (int i = Lanes - 2; i >= 0; i--)
        {
            powers[i] = Multiply(powers[i + 1], first);
        }

        CryptographicOperations.ZeroMemory(factor);
    }

    /// <summary>Whether the processor has both.</summary>
    public static bool IsSupported => Aes.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported;

    private ref Vector128<byte> Keys => ref Unsafe.As<byte, Vector128<byte>>(ref MemoryMarshal.GetArrayDataReference(_state));

    private ref Vector128<ulong> Powers => ref Unsafe.As<byte, Vector128<ulong>>(ref _state[AesSchedule.Size]);

    public override void EncryptBlock(ReadOnlySpan<byte> block, Span<byte> output) =>
        Encrypt(ref Keys, Vector128.Create(block)).CopyTo(output);

    public override void Hash(Span<byte> sum, ReadOnlySpan<byte> blocks)
    {
        Vector128<ulong> total = Turn(Vector128.Create<byte>(sum)).AsUInt64();
        ReadOnlySpan<Vector128<byte>> terms = MemoryMarshal.Cast<byte, Vector128<byte>>(blocks);
        foreach (Vector128<byte> term in terms)
        {
            total = Multiply(total ^ Turn(term).AsUInt64(), Unsafe.Add(ref Powers, Lanes - 1));
        }

        Turn(total.AsByte()).CopyTo(sum);
    }

    public override void Apply(bool decrypts, Span<byte> counter, Span<byte> sum, ReadOnlySpan<byte> input, Span<byte> output)
    {
        const int Round = Lanes * BlockSize;
        int rounds = input.Length / Round;
        if (rounds > 0)
        {
            ApplyRounds(decrypts, counter, sum, ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(output), rounds);
        }

        for (int done = rounds * Round; done < input.Length; done += BlockSize)
        {
            Vector128<byte> from = Vector128.Create(input[done..]);
            Vector128<byte> to = from ^ Encrypt(ref Keys, Vector128.Create<byte>(counter));
            to.CopyTo(output[done..]);
            Vector128<ulong> total = Turn(Vector128.Create<byte>(sum)).AsUInt64() ^ Turn(decrypts ? from : to).AsUInt64();
            Turn(Multiply(total, Unsafe.Add(ref Powers, Lanes - 1)).AsByte()).CopyTo(sum);
            Advance(counter, 1);
        }
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(_state);

    private void ApplyRounds(
        bool decrypts, Span<byte> counter, Span<byte> sum, ref byte input, ref byte output, int rounds)
    {
        ref Vector128<byte> keys = ref Keys;
        ref Vector128<ulong> powers = ref Powers;
        ref Vector128<byte> from = ref Unsafe.As<byte, Vector128<byte>>(ref input);
        ref Vector128<byte> to = ref Unsafe.As<byte, Vector128<byte>>(ref output);
        Vector128<uint> next = Count(Vector128.Create<byte>(counter)).AsUInt32();
        Vector128<ulong> total = Turn(Vector128.Create<byte>(sum)).AsUInt64();
        for (int round = 0; round < rounds; round++)
        {
            Vector128<byte> key = keys;
            Vector128<byte> b0 = Counter(next, 0) ^ key;
            Vector128<byte> b1 = Counter(next, 1) ^ key;
            Vector128<byte> b2 = Counter(next, 2) ^ key;
            Vector128<byte> b3 = Counter(next, 3) ^ key;
            Vector128<byte> b4 = Counter(next, 4) ^ key;
            Vector128<byte> b5 = Counter(next, 5) ^ key;
            Vector128<byte> b6 = Counter(next, 6) ^ key;
            Vector128<byte> b7 = Counter(next, 7) ^ key;
            next += Vector128.Create(0u, 0, 0, Lanes);
            for (int i = 1; i < AesSchedule.Rounds; i++)
            {
                key = Unsafe.Add(ref keys, i);
                b0 = Aes.Encrypt(b0, key);
                b1 = Aes.Encrypt(b1, key);
                b2 = Aes.Encrypt(b2, key);
                b3 = Aes.Encrypt(b3, key);
                b4 = Aes.Encrypt(b4, key);
                b5 = Aes.Encrypt(b5, key);
                b6 = Aes.Encrypt(b6, key);
                b7 = Aes.Encrypt(b7, key);
            }

            key = Unsafe.Add(ref keys, AesSchedule.Rounds);
            Product product = default;
            product.Add(Mix(decrypts, ref from, ref to, 0, Aes.EncryptLast(b0, key)) ^ total, powers);
            product.Add(Mix(decrypts, ref from, ref to, 1, Aes.EncryptLast(b1, key)), Unsafe.Add(ref powers, 1));
            product.Add(Mix(decrypts, ref from, ref to, 2, Aes.EncryptLast(b2, key)), Unsafe.Add(ref powers, 2));
            product.Add(Mix(decrypts, ref from, ref to, 3, Aes.EncryptLast(b3, key)), Unsafe.Add(ref powers, 3));
            product.Add(Mix(decrypts, ref from, ref to, 4, Aes.EncryptLast(b4, key)), Unsafe.Add(ref powers, 4));
            product.Add(Mix(decrypts, ref from, ref to, 5, Aes.EncryptLast(b5, key)), Unsafe.Add(ref powers, 5));
            product.Add(Mix(decrypts, ref from, ref to, 6, Aes.EncryptLast(b6, key)), Unsafe.Add(ref powers, 6));
            product.Add(Mix(decrypts, ref from, ref to, 7, Aes.EncryptLast(b7, key)), Unsafe.Add(ref powers, 7));
            total = product.Reduce();
            from = ref Unsafe.Add(ref from, Lanes);
            to = ref Unsafe.Add(ref to, Lanes);
        }

        Turn(total.AsByte()).CopyTo(sum);
        Count(next.AsByte()).CopyTo(counter);
    }

    /// <summary>Encrypts or decrypts one block, and gives the encrypted one of the two as a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Mix(
        bool decrypts, ref Vector128<byte> from, ref Vector128<byte> to, int lane, Vector128<byte> stream)
    {
        Vector128<byte> before = Unsafe.Add(ref from, lane);
        Vector128<byte> after = before ^ stream;
        Unsafe.Add(ref to, lane) = after;
        return Turn(decrypts ? before : after).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Encrypt(ref Vector128<byte> keys, Vector128<byte> block)
    {
        block ^= keys;
        for (int i = 1; i < AesSchedule.Rounds; i++)
        {
            block = Aes.Encrypt(block, Unsafe.Add(ref keys, i));
        }

        return Aes.EncryptLast(block, Unsafe.Add(ref keys, AesSchedule.Rounds));
    }

    /// <summary>A counter block some blocks on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Counter(Vector128<uint> counter, uint lane) =>
        Count((counter + Vector128.Create(0u, 0, 0, lane)).AsByte());

    /// <summary>Turns the last four bytes, so that they can be counted, or back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Count(Vector128<byte> counter) =>
        Vector128.Shuffle(counter, Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12));

    /// <summary>A block as a polynomial, or back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Turn(Vector128<byte> block) =>
        Vector128.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        Product product = default;
        product.Add(a, b);
        return product.Reduce();
    }

    private static Vector128<ulong> DivideByX(Vector128<ulong> polynomial)
    {
        ulong low = polynomial.GetElement(0);
        ulong high = polynomial.GetElement(1);

        // All ones or none: the key is not asked a question.
        ulong carried = 0 - (high >> 63);
        return Vector128.Create((low << 1) ^ (carried & 1), ((high << 1) | (low >> 63)) ^ (carried & Reduction));
    }

    /// <summary>Products that are added up before they are reduced, once for all.</summary>
    private struct Product
    {
        private Vector128<ulong> _low;
        private Vector128<ulong> _middle;
        private Vector128<ulong> _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector128<ulong> a, Vector128<ulong> b)
        {
            _low ^= Pclmulqdq.CarrylessMultiply(a, b, 0x00);
            _middle ^= Pclmulqdq.CarrylessMultiply(a, b, 0x01) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x10);
            _high ^= Pclmulqdq.CarrylessMultiply(a, b, 0x11);
        }

        /// <summary>The lowest 64 bits times 1/x^64 go to those above them, twice; what is left is the upper half.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<ulong> Reduce()
        {
            Vector128<ulong> reduction = Vector128.CreateScalar(Reduction);
            Vector128<ulong> middle = _middle ^ Swap(_low) ^ Pclmulqdq.CarrylessMultiply(_low, reduction, 0x00);
            return _high ^ Swap(middle) ^ Pclmulqdq.CarrylessMultiply(middle, reduction, 0x00);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<ulong> Swap(Vector128<ulong> halves) => Vector128.Shuffle(halves, Vector128.Create(1UL, 0));
    }
}
