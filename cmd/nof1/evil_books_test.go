package main

import (
	"archive/zip"
	"io"
	"strings"
)

// evilWorkbooks are xlsx files that unpack to too much, lie about it, or name
// cells that no sheet should have.
func evilWorkbooks() []evil {
	far := `<row r="1"><c r="A1" t="inlineStr"><is><t>date</t></is></c><c r="B1" t="inlineStr"><is><t>tst</t></is></c></row>`
	one := func(sheet packer) map[string]func(io.Writer) {
		return map[string]func(io.Writer){"nights.xlsx": zipped(bookParts, sheet)}
	}
	return []evil{
		{name: "workbook whose sheet unpacks to 5 GB", files: one(bombMember(sheetPart, 5<<10)),
			exit: exitNoInput, says: []string{"nights.xlsx: not a readable workbook: it unpacks to more than 32 MB, or 8 MB without its " +
				"sheets: save the sheet as CSV"}},
		{name: "workbook that hides how much it unpacks to", files: one(lyingMember(sheetPart, 1<<10)),
			exit: exitNoInput, says: []string{"nights.xlsx: no importer knows it"}},
		{name: "workbook with a cell in the last row and column", files: one(textMember(sheetPart,
			sheetOf(far+`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`))),
			exit: exitNoInput, says: []string{"nights.xlsx: not a readable sheet: row 1048576 has 16384 columns: not a table"}},
		{name: "workbook with cells beyond the last", files: one(textMember(sheetPart,
			sheetOf(far+`<row r="2"><c r="ZZZZZZ99999999999"><v>1</v></c></row>`))),
			exit: exitNoInput, says: []string{"nights.xlsx: not a readable sheet: row 2: row number exceeds maximum limit"}},
		{name: "workbook of a million rows", files: one(textMember(sheetPart,
			sheetOf(far+strings.Repeat(`<row><c><v>1</v></c></row>`, 1_000_000)))),
			exit: exitNoInput, says: []string{"nights.xlsx: 100001 problems and not one row that could be used: not this format"}},
		{name: "workbook of entities that multiply", files: one(textMember(sheetPart,
			`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`+
				sheetOf(`<row><c t="inlineStr"><is><t>&b;</t></is></c></row>`))),
			exit: exitNoInput, says: []string{"nights.xlsx: no importer knows it"}},
	}
}

const sheetPart = "xl/worksheets/sheet1.xml"

// sheetOf is a sheet of these rows.
func sheetOf(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

// bookParts writes what a workbook of one sheet has beside the sheet.
func bookParts(z *zip.Writer) error {
	const ns = `http://schemas.openxmlformats.org/`
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + ns + `package/2006/content-types"><Default Extension="rels" ` +
			`ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/` + sheetPart + `" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
			`</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + ns + `package/2006/relationships"><Relationship Id="rId1" Type="` + ns +
			`officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + ns + `spreadsheetml/2006/main" xmlns:r="` + ns + `officeDocument/2006/relationships">` +
			`<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + ns + `package/2006/relationships"><Relationship Id="rId1" Type="` + ns +
			`officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
	} {
		if err := textMember(part[0], part[1])(z); err != nil {
			return err
		}
	}
	return nil
}

// lyingMember is a member that unpacks to mib MiB and says it has one.
func lyingMember(name string, mib int) packer {
	return func(z *zip.Writer) error {
		packed, sum := deflated(mib)
		return rawMember(z, name, packed, sum, 1)
	}
}
