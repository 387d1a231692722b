namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>The SHA-256 of 0G's official files for the shape of the network (0glabs/0g-da-encoder, <c>README.md</c>).</summary>
internal static class OfficialDigests
{
    private static readonly Dictionary<string, string> ByName = new()
    {
        ["amt-prove-coset0-5DWgDV-10-20.bin"] = "a132ba9fa48c338c478a3e9d7d1cde13d77c6096d3cca1ac28f091315ca58428",
        ["amt-prove-coset0-mont-5DWgDV-10-20.bin"] = "6c1d7837e5380ca7e09e1f396b4f8ff3ec546cabcccc7bc65f6439a75a791a80",
        ["amt-prove-coset1-5DWgDV-10-20.bin"] = "58ee8752e93408b79f3640d7712f5915213e69b872a3393ac67824d29d95379c",
        ["amt-prove-coset1-mont-5DWgDV-10-20.bin"] = "a9f4f6b07a0d66620d652227233c42d12d2726c00f802eadd0e46db68917885a",
        ["amt-prove-coset2-5DWgDV-10-20.bin"] = "0f12211c21816a55ef856fc4f22532e4a5f286bb68d7dfec0f8102a224613533",
        ["amt-prove-coset2-mont-5DWgDV-10-20.bin"] = "0314657436c124f2b00c7bb4e239dc551ab4f0f732516ad9dd656ec12b091c17",
        ["amt-verify-coset0-5DWgDV-10-20.bin"] = "18bb6b7ba10785a79810180ddd27a6d467d2c0e24e6335e5bc95998e02c6a4f6",
        ["amt-verify-coset1-5DWgDV-10-20.bin"] = "19b024fed13e0ba60b17184c998dcccf12119b4fd0ab7c46394b8e024e99c48a",
        ["amt-verify-coset2-5DWgDV-10-20.bin"] = "5660a89402df7d47885b304b566d92e1c42349744e202d45fc61a0893bd796c9",
        ["power-tau-5DWgDV-20.bin"] = "bc148cd9ce28f65a4bacbe174a232bee426afd32dfce73004ee38ca9afa46059",
    };

    /// <summary>The names of all files that have one.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The digest of a file, in hex; null if there is no official file of that name.</summary>
    public static string? Of(string name) => ByName.GetValueOrDefault(name);
}
