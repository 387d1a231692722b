using System.Globalization;
using System.Numerics;
using System.Text;
using ZeroG.Chain;

namespace ZeroG.Compute.Settlement;

/// <summary>What a settlement says about the requests that it pays for, and the number that keeps it from being paid twice.</summary>
/// <remarks>Source: 0g-serving-broker, api/inference/internal/ctrl/settlement_tee.go.</remarks>
public static class SettledRequests
{
    // A settlement may follow another within the second, so that the broker leaves room below.
    private const long NoncesPerSecond = 10_000_000;

    /// <summary>
    /// The hash of all rows in their order: of the texts of request, user, fee, input fee and output fee one after the other, fees in
    /// neuron.
    /// </summary>
    public static Hash256 Hash(IEnumerable<FeeRow> rows)
    {
        StringBuilder text = new();
        foreach (FeeRow row in rows)
        {
            text.Append(row.RequestHash).Append(row.User).Append(CultureInfo.InvariantCulture, $"{row.Fee.Wei}{row.InputFee.Wei}")
                .Append(CultureInfo.InvariantCulture, $"{row.OutputFee.Wei}");
        }

        return Hash256.Keccak(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The nonce of a settlement at this time: Unix seconds times ten million.</summary>
    public static BigInteger NonceAt(DateTimeOffset time) => (BigInteger)time.ToUnixTimeSeconds() * NoncesPerSecond;
}
