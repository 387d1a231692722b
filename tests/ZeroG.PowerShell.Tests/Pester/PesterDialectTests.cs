using System.Management.Automation;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>The harness itself: scopes, data, order, and that it fails where it must.</summary>
public sealed class PesterDialectTests
{
    [Fact]
    public void Run_NestedBlocks_OrderAndScopesAreThoseOfPester()
    {
        PesterNode root = Run("""
            BeforeAll { $outer = 'set' }
            Describe 'subject' {
                BeforeAll { $inner = $outer + '-inner'; $log = [System.Collections.ArrayList]::new() }
                BeforeEach { $null = $log.Add('before') }
                AfterEach { $null = $log.Add('after') }
                It 'sees what the blocks around it set' { $inner | Should -Be 'set-inner'; $own = 1 }
                It 'sees nothing of other tests' { $own | Should -BeNullOrEmpty }
                Context 'inside' {
                    It 'has run each setup and teardown so far' { $log -join ',' | Should -Be 'before,after,before,after,before' }
                }
            }
            """);

        Assert.All(root.Tests, test => Assert.True(test.Passed, test.Failure));
        Assert.Equal(
            [
                "subject / sees what the blocks around it set",
                "subject / sees nothing of other tests",
                "subject / inside / has run each setup and teardown so far",
            ],
            root.Tests.Select(test => test.Path));
    }

    [Fact]
    public void Run_ForEach_MakesATestPerRow()
    {
        PesterNode root = Run("""
            Describe 'numbers' {
                It 'adds <A> and <B>' -ForEach @(@{ A = 1; B = 2; Sum = 3 }, @{ A = 2; B = 2; Sum = 4 }) { $A + $B | Should -Be $Sum }
                It 'knows <_>' -ForEach 'one', 'two' { $_ | Should -BeOfType [string] }
            }
            """);

        Assert.Equal(["adds 1 and 2", "adds 2 and 2", "knows one", "knows two"], root.Tests.Select(test => test.Name));
        Assert.All(root.Tests, test => Assert.True(test.Passed, test.Failure));
    }

    [Theory]
    [InlineData("1 | Should -Be 2")]
    [InlineData("1 | Should -Not -Be 1")]
    [InlineData("@(1, 2) | Should -Be @(1)")]
    [InlineData("'a' | Should -BeExactly 'A'")]
    [InlineData("$true | Should -BeFalse")]
    [InlineData("$false | Should -BeTrue")]
    [InlineData("'x' | Should -BeNullOrEmpty")]
    [InlineData("1 | Should -BeOfType [string]")]
    [InlineData("1 | Should -BeGreaterThan 1")]
    [InlineData("1 | Should -BeLessThan 1")]
    [InlineData("'abc' | Should -BeLike 'b*'")]
    [InlineData("'abc' | Should -Match '^b'")]
    [InlineData("@(1, 2) | Should -Contain 3")]
    [InlineData("@(1, 2) | Should -HaveCount 3")]
    [InlineData("'/no/such/path' | Should -Exist")]
    [InlineData("{ 1 } | Should -Throw")]
    [InlineData("{ throw 'a' } | Should -Not -Throw")]
    [InlineData("{ throw 'a' } | Should -Throw 'b'")]
    [InlineData("{ Get-Item /no/such -ErrorAction Stop } | Should -Throw -ErrorId 'Other,*'")]
    [InlineData("1 | Should -BeAwesome")]
    [InlineData("1 | Should -FileContentMatch 'x'")]
    [InlineData("Get-Nonsense")]
    [InlineData("Mock Get-Item { }")]
    [InlineData("throw 'no'")]
    public void It_DoesNotHoldOrIsUnknown_Fails(string statement) =>
        Assert.NotNull(Assert.Single(Run($"Describe 'd' {{ It 'i' {{ {statement} }} }}").Tests).Failure);

    [Theory]
    [InlineData("1 | Should -Be 1")]
    [InlineData("'a' | Should -Be 'A'")]
    [InlineData("@(1, 2) | Should -Be @(1, 2)")]
    [InlineData("$null | Should -BeNullOrEmpty")]
    [InlineData("@() | Should -BeNullOrEmpty")]
    [InlineData("@() | Should -HaveCount 0")]
    [InlineData("$null | Should -Be $null")]
    [InlineData("'abc' | Should -Match 'B'")]
    [InlineData("Should -ActualValue 3 -Be 3")]
    [InlineData("{ throw 'abc' } | Should -Throw '*b*'")]
    public void It_Holds_Passes(string statement)
    {
        PesterNode test = Assert.Single(Run($"Describe 'd' {{ It 'i' {{ {statement} }} }}").Tests);

        Assert.True(test.Passed, test.Failure);
    }

    [Theory]
    [InlineData("Describe 'd' { InModuleScope x { } }")]
    [InlineData("Describe 'd' { It 'i' -Pending { } }")]
    [InlineData("Describe 'd' {")]
    public void Read_UnknownWord_FailsTheFile(string text) => Assert.ThrowsAny<RuntimeException>(() => Run(text));

    [Fact]
    public void Run_SetupFails_FailsAllTestsOfItsBlock()
    {
        PesterNode root = Run("""
            Describe 'bad' { BeforeAll { throw 'setup' }; It 'a' { }; Context 'c' { It 'b' { } } }
            Describe 'good' { It 'c' { } }
            """);

        Assert.Equal([false, false, true], root.Tests.Select(test => test.Passed));
        Assert.StartsWith("setup", root.Tests.First().Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Skip_RunsNothing()
    {
        PesterNode test = Assert.Single(Run("Describe 'd' -Skip { BeforeAll { throw 'no' }; It 'i' { throw 'no' } }").Tests);

        Assert.True(test.Skip);
        Assert.Null(test.Failure);
    }

    private static PesterNode Run(string text)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["Case.Tests.ps1"], text);
        PesterFile file = PesterFile.Read(folder["Case.Tests.ps1"]);
        file.Run();
        return file.Root;
    }
}
