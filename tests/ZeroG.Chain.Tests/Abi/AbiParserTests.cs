using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Tests.Abi;

public class AbiParserTests
{
    [Theory]
    [InlineData("uint", "uint256")]
    [InlineData(" int [ ] ", "int256[]")]
    [InlineData("bytes32[2][]", "bytes32[2][]")]
    [InlineData("tuple(address to, (uint8 a, string)[3] inner)[]", "(address,(uint8,string)[3])[]")]
    public void ParseType_AnySpelling_GivesCanonicalName(string text, string canonical) =>
        Assert.Equal(canonical, AbiType.Parse(text).CanonicalName);

    [Theory]
    [InlineData("")]
    [InlineData("uint7")]
    [InlineData("uint264")]
    [InlineData("uint08")]
    [InlineData("bytes0")]
    [InlineData("bytes33")]
    [InlineData("()")]
    [InlineData("uint256[0]")]
    [InlineData("uint256[-1]")]
    [InlineData("uint256[01]")]
    [InlineData("uint256[99999999999]")]
    [InlineData("uint256[1073741824]")]
    [InlineData("uint256[")]
    [InlineData("(uint256")]
    [InlineData("uint256 x")]
    [InlineData("Uint256")]
    [InlineData("fixed128x18")]
    public void ParseType_TextThatIsNoType_Throws(string text) => Assert.Throws<AbiException>(() => AbiType.Parse(text));

    [Theory]
    [InlineData('(', ')')]
    [InlineData('[', ']')]
    public void ParseType_NestsTooDeep_Throws(char open, char close)
    {
        string text = open == '('
            ? new string(open, 100_000) + "bool" + new string(close, 100_000)
            : "bool" + string.Concat(Enumerable.Repeat("[]", 100));

        Assert.Throws<AbiException>(() => AbiType.Parse(text));
    }

    [Fact]
    public void ParseFunction_FullDeclaration_KeepsNamesResultsAndModifiers()
    {
        AbiFunction function = AbiFunction.Parse(
            "function submit( tuple(uint256 length, bytes tags)[] calldata submissions , address memo ) external payable "
            + "returns (uint256 index, bytes32)");

        Assert.Equal("submit((uint256,bytes)[],address)", function.Signature);
        Assert.Equal(["submissions", "memo"], function.Inputs.Select(input => input.Name));
        Assert.Equal(["length", "tags"], function.Inputs[0].Type.Element!.Components.Select(member => member.Name));
        Assert.Equal(["index", ""], function.Outputs.Select(output => output.Name));
        Assert.True(function.IsPayable);
        Assert.False(function.IsView);
    }

    [Fact]
    public void ParseEvent_IndexedParameters_AreMarked()
    {
        AbiEvent declared = AbiEvent.Parse("event Named(string indexed name, uint256 value) anonymous");

        Assert.Equal([true, false], declared.Inputs.Select(input => input.Indexed));
        Assert.True(declared.IsAnonymous);
    }

    [Theory]
    [InlineData("transfer(address)")]
    [InlineData("function (address)")]
    [InlineData("function f(address indexed a)")]
    [InlineData("function f(address a) sometimes")]
    [InlineData("function f(address a) returns")]
    [InlineData("function f(address a,)")]
    [InlineData("function f() returns (bool) returns (bool)")]
    [InlineData("event E()")]
    public void ParseFunction_MalformedDeclaration_Throws(string text) => Assert.Throws<AbiException>(() => AbiFunction.Parse(text));

    [Theory]
    [InlineData("event E(uint256 indexed a, uint256 indexed b, uint256 indexed c, uint256 indexed d)")]
    [InlineData("event E(uint256 a) view")]
    [InlineData("error E(uint256 a)")]
    public void ParseEvent_MalformedDeclaration_Throws(string text) => Assert.Throws<AbiException>(() => AbiEvent.Parse(text));

    [Theory]
    [InlineData("error E(uint256 a) view")]
    [InlineData("error E(uint256 indexed a)")]
    public void ParseError_MalformedDeclaration_Throws(string text) => Assert.Throws<AbiException>(() => AbiError.Parse(text));

    [Fact]
    public void ParseFunction_UnknownType_SaysWhere()
    {
        AbiException error = Assert.Throws<AbiException>(() => AbiFunction.Parse("function f(uint256 a, adress b)"));

        Assert.Equal("ABI declaration 'function f(uint256 a, adress b)', at character 22: 'adress' is no ABI type.", error.Message);
    }
}
