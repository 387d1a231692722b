using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ZeroG.Cryptography.Ciphers;

public sealed partial class AesCtr
{
    // As many as the processor works on at once: each instruction takes some cycles, and another may start in every one of them.
    private const int Lanes = 8;

    private static void ApplyWithInstructions(ReadOnlySpan<byte> schedule, UInt128 counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ref Vector128<byte> keys = ref Unsafe.As<byte, Vector128<byte>>(ref MemoryMarshal.GetReference(schedule));
        ref Vector128<byte> source = ref Unsafe.As<byte, Vector128<byte>>(ref MemoryMarshal.GetReference(input));
        ref Vector128<byte> target = ref Unsafe.As<byte, Vector128<byte>>(ref MemoryMarshal.GetReference(output[..input.Length]));
        int blocks = input.Length / BlockSize;
        int done = 0;
        for (; done <= blocks - Lanes; done += Lanes, counter = unchecked(counter + Lanes))
        {
            Vector128<byte> key = keys;
            Vector128<byte> b0 = Block(counter) ^ key;
            Vector128<byte> b1 = Block(unchecked(counter + 1)) ^ key;
            Vector128<byte> b2 = Block(unchecked(counter + 2)) ^ key;
            Vector128<byte> b3 = Block(unchecked(counter + 3)) ^ key;
            Vector128<byte> b4 = Block(unchecked(counter + 4)) ^ key;
            Vector128<byte> b5 = Block(unchecked(counter + 5)) ^ key;
            Vector128<byte> b6 = Block(unchecked(counter + 6)) ^ key;
            Vector128<byte> b7 = Block(unchecked(counter + 7)) ^ key;
            for (int round = 1; round < AesSchedule.Rounds; round++)
            {
                key = Unsafe.Add(ref keys, round);
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
            ref Vector128<byte> from = ref Unsafe.Add(ref source, done);
            ref Vector128<byte> to = ref Unsafe.Add(ref target, done);
            to = from ^ Aes.EncryptLast(b0, key);
            Unsafe.Add(ref to, 1) = Unsafe.Add(ref from, 1) ^ Aes.EncryptLast(b1, key);
            Unsafe.Add(ref to, 2) = Unsafe.Add(ref from, 2) ^ Aes.EncryptLast(b2, key);
            Unsafe.Add(ref to, 3) = Unsafe.Add(ref from, 3) ^ Aes.EncryptLast(b3, key);
            Unsafe.Add(ref to, 4) = Unsafe.Add(ref from, 4) ^ Aes.EncryptLast(b4, key);
            Unsafe.Add(ref to, 5) = Unsafe.Add(ref from, 5) ^ Aes.EncryptLast(b5, key);
            Unsafe.Add(ref to, 6) = Unsafe.Add(ref from, 6) ^ Aes.EncryptLast(b6, key);
            Unsafe.Add(ref to, 7) = Unsafe.Add(ref from, 7) ^ Aes.EncryptLast(b7, key);
        }

        for (; done < blocks; done++, counter = unchecked(counter + 1))
        {
            Vector128<byte> block = Block(counter) ^ keys;
            for (int round = 1; round < AesSchedule.Rounds; round++)
            {
                block = Aes.Encrypt(block, Unsafe.Add(ref keys, round));
            }

            Unsafe.Add(ref target, done) = Unsafe.Add(ref source, done) ^ Aes.EncryptLast(block, Unsafe.Add(ref keys, AesSchedule.Rounds));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Block(UInt128 counter) => Vector128.Create(
        BinaryPrimitives.ReverseEndianness((ulong)(counter >> 64)), BinaryPrimitives.ReverseEndianness((ulong)counter)).AsByte();
}
