using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>The round keys of AES-256, by the processor's AES instructions.</summary>
internal static class AesSchedule
{
    /// <summary>FIPS 197: AES-256 has 14 rounds, and one round key more.</summary>
    public const int Rounds = 14;

    /// <summary>Bytes of all round keys.</summary>
    public const int Size = (Rounds + 1) * BlockSize;

    private const int BlockSize = 16;

    /// <summary>FIPS 197 §5.2 for keys of eight words; the instruction gives SubWord and RotWord without tables.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="schedule">Receives <see cref="Size"/> bytes, secret like the key.</param>
    public static void Expand(ReadOnlySpan<byte> key, Span<byte> schedule)
    {
        Vector128<uint> even = Vector128.Create(key).AsUInt32();
        Vector128<uint> odd = Vector128.Create(key[BlockSize..]).AsUInt32();
        Span<Vector128<uint>> keys = MemoryMarshal.Cast<byte, Vector128<uint>>(schedule);
        keys[0] = even;
        keys[1] = odd;
        for (int i = 0; i < Rounds / 2; i++)
        {
            uint rotated = Aes.KeygenAssist(odd.AsByte(), 0).AsUInt32().GetElement(3) ^ (1u << i);
            even = RunningXor(even) ^ Vector128.Create(rotated);
            keys[(2 * i) + 2] = even;
            if ((2 * i) + 3 <= Rounds)
            {
                odd = RunningXor(odd) ^ Vector128.Create(Aes.KeygenAssist(even.AsByte(), 0).AsUInt32().GetElement(2));
                keys[(2 * i) + 3] = odd;
            }
        }
    }

    /// <summary>Each word XORed with all words before it.</summary>
    private static Vector128<uint> RunningXor(Vector128<uint> words)
    {
        words ^= Sse2.ShiftLeftLogical128BitLane(words, 4);
        return words ^ Sse2.ShiftLeftLogical128BitLane(words, 8);
    }
}
