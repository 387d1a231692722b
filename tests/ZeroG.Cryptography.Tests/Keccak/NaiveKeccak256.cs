using System.Buffers.Binary;
using System.Numerics;

namespace ZeroG.Cryptography.Tests.Keccak;

/// <summary>Keccak-256 read off the specification (FIPS 202 §3.2, padding 0x01): the twin that every technique is compared with.</summary>
internal static class NaiveKeccak256
{
    private const int Rate = 136;

    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        byte[] padded = new byte[(message.Length / Rate * Rate) + Rate];
        message.CopyTo(padded);
        padded[message.Length] ^= 0x01;
        padded[^1] ^= 0x80;

        ulong[,] state = new ulong[5, 5];
        for (int block = 0; block < padded.Length; block += Rate)
        {
            for (int i = 0; i < Rate / 8; i++)
            {
                state[i % 5, i / 5] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + (8 * i)));
            }

            Permute(state);
        }

        byte[] hash = new byte[32];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(8 * i), state[i, 0]);
        }

        return hash;
    }

    private static void Permute(ulong[,] a)
    {
        byte shiftRegister = 1;
        for (int round = 0; round < 24; round++)
        {
            // θ
            ulong[] c = new ulong[5];
            for (int x = 0; x < 5; x++)
            {
                c[x] = a[x, 0] ^ a[x, 1] ^ a[x, 2] ^ a[x, 3] ^ a[x, 4];
            }

            for (int i = 0; i < 25; i++)
            {
                a[i % 5, i / 5] ^= c[(i + 4) % 5] ^ BitOperations.RotateLeft(c[(i + 1) % 5], 1);
            }

            // ρ and π
            ulong[,] b = new ulong[5, 5];
            b[0, 0] = a[0, 0];
            int column = 1, row = 0;
            for (int t = 0; t < 24; t++)
            {
                int newRow = ((2 * column) + (3 * row)) % 5;
                b[row, newRow] = BitOperations.RotateLeft(a[column, row], (t + 1) * (t + 2) / 2);
                (column, row) = (row, newRow);
            }

            // χ
            for (int i = 0; i < 25; i++)
            {
                int x = i % 5, y = i / 5;
                a[x, y] = b[x, y] ^ (~b[(x + 1) % 5, y] & b[(x + 2) % 5, y]);
            }

            // ι: bit 2^j - 1 of the constant is the register's output at step j + 7 round.
            for (int j = 0; j <= 6; j++)
            {
                a[0, 0] ^= (ulong)(shiftRegister & 1) << ((1 << j) - 1);
                shiftRegister = (byte)((shiftRegister << 1) ^ (shiftRegister >= 0x80 ? 0x71 : 0));
            }
        }
    }
}
