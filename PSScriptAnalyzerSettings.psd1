@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # Pester gives variables of BeforeAll to other script blocks, which this rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'
        # Tests hand known passwords over as text.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )
    Rules               = @{
        PSUseCompatibleSyntax      = @{ Enable = $true; TargetVersions = @('7.0') }
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4 }
        PSAvoidLongLines           = @{ Enable = $true; MaximumLineLength = 160 }
    }
}
