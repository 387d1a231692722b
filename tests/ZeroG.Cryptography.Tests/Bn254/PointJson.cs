using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Numbers and points as the vector files of <c>da</c> write them.</summary>
internal static class PointJson
{
    public static BigInteger Number(this JsonElement element) =>
        BigInteger.Parse("0" + element.GetString()!["0x".Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static Fq AsFq(this JsonElement element) => Fq.FromBigInteger(element.Number());

    public static Fr AsFr(this JsonElement element) => Fr.FromBigInteger(element.Number());

    public static byte[] Bytes(this JsonElement element) => Convert.FromHexString(element.GetString()!);

    /// <summary>{x, y} or "infinity".</summary>
    public static G1Affine G1(this JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() == "infinity" ? G1Affine.Infinity : throw new FormatException($"No point: {element}")
        : new(element.GetProperty("x").AsFq(), element.GetProperty("y").AsFq());

    /// <summary>{x: [c0, c1], y: [c0, c1]}.</summary>
    public static G2Affine G2(this JsonElement element) =>
        new(element.GetProperty("x").AsFq2(), element.GetProperty("y").AsFq2());

    public static Fq2 AsFq2(this JsonElement element) => new(element[0].AsFq(), element[1].AsFq());
}
