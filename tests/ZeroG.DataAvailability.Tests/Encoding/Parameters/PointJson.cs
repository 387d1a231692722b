using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>Points as the vectors write them: {x, y}, and coordinates of G2 as [c0, c1].</summary>
internal static class PointJson
{
    public static G1Affine G1(JsonElement point) => new(Coordinate(point.GetProperty("x")), Coordinate(point.GetProperty("y")));

    public static G2Affine G2(JsonElement point) => new(Pair(point.GetProperty("x")), Pair(point.GetProperty("y")));

    private static Fq2 Pair(JsonElement pair) => new(Coordinate(pair[0]), Coordinate(pair[1]));

    private static Fq Coordinate(JsonElement number) =>
        Fq.FromBigInteger(BigInteger.Parse("0" + number.GetString()!["0x".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
