BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "zerog-$([guid]::NewGuid())"
    $env:ZEROG_HOME = $folder
}

AfterAll {
    $env:ZEROG_HOME = $homeBefore
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}

Describe 'Get-ZgNetwork' {
    It 'lists the built-in networks' {
        (Get-ZgNetwork).Name | Should -Be @('mainnet', 'galileo', 'devnet')
    }

    It 'knows that <Name> is chain <ChainId>' -ForEach @(
        @{ Name = 'mainnet'; ChainId = 16661 }
        @{ Name = 'galileo'; ChainId = 16602 }
        @{ Name = 'devnet'; ChainId = 31337 }
    ) {
        (Get-ZgNetwork -Name $Name).ChainId | Should -Be $ChainId
    }

    It 'takes wildcards with -Name' {
        (Get-ZgNetwork ma*).Name | Should -Be 'mainnet'
    }

    It 'reports an unknown name as an error of its own' {
        { Get-ZgNetwork nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'ZgNetworkNotFound,*'
    }

    It 'says with -Current which commands connect' {
        { Get-ZgNetwork -Current -ErrorAction Stop } | Should -Throw '*Connect-ZgNetwork*Start-ZgDevNet*'
    }
}

Describe 'Register-ZgNetwork' {
    It 'keeps a network for other sessions' {
        $network = Register-ZgNetwork lab -ChainId 31337 -RpcUri http://127.0.0.1:1 -MinimumTip '2 gwei'
        $network.Name | Should -Be 'lab'
        (Get-ZgNetwork lab).MinimumTip.ToString() | Should -Be '0.000000002 0G'
    }

    It 'does not keep it with -WhatIf' {
        Register-ZgNetwork other -ChainId 1 -RpcUri http://127.0.0.1:1 -WhatIf
        (Get-ZgNetwork).Name | Should -Not -Contain 'other'
    }

    It 'never replaces a built-in network' {
        { Register-ZgNetwork mainnet -ChainId 1 -RpcUri http://127.0.0.1:1 -Force -ErrorAction Stop } |
            Should -Throw -ErrorId 'ZgNetworkExists,*'
    }
}

Describe 'Connect-ZgNetwork' {
    It 'says that the node cannot be reached' {
        { Connect-ZgNetwork lab -ErrorAction Stop } | Should -Throw -ErrorId 'ZgRpcUnreachable,*'
    }
}

Describe 'Unregister-ZgNetwork' {
    It 'keeps the network with -WhatIf' {
        Unregister-ZgNetwork lab -WhatIf
        (Get-ZgNetwork).Name | Should -Contain 'lab'
    }

    It 'forgets what Get-ZgNetwork emits' {
        Get-ZgNetwork la* | Unregister-ZgNetwork
        (Get-ZgNetwork).Name | Should -Not -Contain 'lab'
    }

    It 'reports <Name> as <Id>' -ForEach @(
        @{ Name = 'lab'; Id = 'ZgNetworkNotFound' }
        @{ Name = 'galileo'; Id = 'ZgNetworkBuiltIn' }
    ) {
        { Unregister-ZgNetwork $Name -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
    }
}

Describe 'Disconnect-ZgNetwork' {
    It 'is quiet without a connection' {
        Disconnect-ZgNetwork | Should -BeNullOrEmpty
    }
}
