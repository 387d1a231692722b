using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>
/// Calls of the compute contracts as bytes, for tests that none of the module's libraries may serve: selectors from the official table, and
/// the few types that registering a service takes.
/// </summary>
internal static class CallData
{
    private const int Word = 32;

    /// <summary>An address or other text of hex digits, as one word.</summary>
    public static byte[] Address(string hex) => [.. new byte[12], .. Convert.FromHexString(hex[2..])];

    /// <summary>A call.</summary>
    /// <param name="contract">Name in the table, for example <c>LedgerManager</c>.</param>
    /// <param name="function">Signature in the table.</param>
    /// <param name="arguments">Words (32 bytes), whole numbers, Booleans, texts, lists of texts, and tuples as arrays of those.</param>
    public static string Of(string contract, string function, params object[] arguments)
    {
        using JsonDocument table = VectorFiles.Read("abi/compute", "selectors.json");
        string selector = table.RootElement.GetProperty(contract).GetProperty("functions").GetProperty(function).GetString()!;
        return selector + Convert.ToHexStringLower(Tuple(arguments));
    }

    private static byte[] Tuple(IReadOnlyList<object> values)
    {
        byte[][] parts = [.. values.Select(Encode)];
        List<byte> head = [];
        List<byte> tail = [];
        int headSize = values.Zip(parts).Sum(pair => IsDynamic(pair.First) ? Word : pair.Second.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            head.AddRange(IsDynamic(values[i]) ? Number(headSize + tail.Count) : parts[i]);
            tail.AddRange(IsDynamic(values[i]) ? parts[i] : []);
        }

        return [.. head, .. tail];
    }

    private static bool IsDynamic(object value) => value is string or string[] || (value is object[] tuple && tuple.Any(IsDynamic));

    private static byte[] Encode(object value) => value switch
    {
        byte[] word => word,
        bool truth => Number(truth ? 1 : 0),
        string text => [.. Number(Encoding.UTF8.GetByteCount(text)), .. Padded(Encoding.UTF8.GetBytes(text))],
        string[] texts => [.. Number(texts.Length), .. Tuple(texts)],
        object[] tuple => Tuple(tuple),
        BigInteger number => Number(number),
        _ => Number(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[(Word - (bytes.Length % Word)) % Word]];

    private static byte[] Number(BigInteger number)
    {
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Word - digits.Length], .. digits];
    }
}
