using System.Text;

namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>Small damage to texts such as JSON and TOML, of the kinds that break readers. The same seed gives the same damage.</summary>
internal static class TextMutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "", "\"", "\\", "{", "}", "[", "]", ",", ":", "=", "#", "\n", "null", "true", "0", "-1", "1.5", "1e999", "18446744073709551616",
            "9223372036854775807", "\"\\ud800\"", "\\ud800", "\"\"", "\"0x\"", "[[", "{}", "[]", "{\"", "\u0000", "\u2028", "'''", "\"\"\"",
            new string('[', 200), new string('9', 400), new string('a', 5000),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
    ];

    public static byte[] Of(byte[] original, Random random)
    {
        byte[] data = original;
        for (int i = random.Next(1, 4); i > 0 && data.Length > 0; i--)
        {
            int at = random.Next(data.Length);
            int end = Math.Min(data.Length, at + random.Next(1, 40));
            byte[] piece = Pieces[random.Next(Pieces.Length)];
            data = random.Next(7) switch
            {
                0 => [.. data[..at], (byte)(data[at] ^ (1 << random.Next(8))), .. data[(at + 1)..]],
                1 => [.. data[..at], .. piece, .. data[at..]],
                2 => [.. data[..at], .. piece, .. data[end..]],
                3 => [.. data[..at], .. data[end..]],
                4 => data[..at],
                5 => [.. data[..end], .. data[at..]],
                _ => [.. data[..at], .. data[random.Next(data.Length)..]],
            };
        }

        return data;
    }
}
