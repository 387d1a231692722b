using System.Text;

namespace ZeroG.Storage.Tests.Fuzzing;

/// <summary>Damages bytes as networks, disks and liars do: bits, cuts, repetitions, and numbers and marks of JSON out of place.</summary>
internal static class Mutation
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null", "-1", "0", "1e400", "0.5", "4611686018427387905", "9223372036854775808", "18446744073709551616", "true", "\"\"",
            "{}", "[]", "[[[[", "{\"a\":", "\\ud800", "\\u0000", "\"0x\"", ",", ":", "]", "}",
        }.Select(Encoding.UTF8.GetBytes),

        // No UTF-8.
        [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80],
    ];

    /// <summary>One damaged version; the same for the same seed.</summary>
    public static byte[] Of(byte[] valid, int seed)
    {
        Random random = new(seed);
        List<byte> bytes = [.. valid];
        for (int left = random.Next(1, 5); left > 0 && bytes.Count > 0; left--)
        {
            int place = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - place);
            switch (random.Next(8))
            {
                case 0: bytes[place] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[place] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(place, length); break;
                case 3: bytes.InsertRange(place, bytes.GetRange(place, length)); break;
                case 4: bytes.RemoveRange(place, bytes.Count - place); break;
                case 5: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(place, length)); break;
                default: Replace(bytes, place, Words[random.Next(Words.Length)]); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts a word over the token that begins near the place, so that the rest of the text stays whole.</summary>
    private static void Replace(List<byte> bytes, int place, byte[] word)
    {
        int start = bytes.FindIndex(place, letter => letter is (byte)':' or (byte)',' or (byte)'[') + 1;
        int end = start == 0 ? -1 : bytes.FindIndex(start, letter => letter is (byte)',' or (byte)']' or (byte)'}');
        if (end < 0)
        {
            bytes.InsertRange(place, word);
            return;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, word);
    }
}
