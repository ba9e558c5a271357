// A short form of several names stands for all of them: two people are rather kept
// apart than brought together, and year of birth or postcode have to agree too.
#include "domain/blind_variant.h"

#include <stddef.h>
#include <string.h>

// Each line is one name; its first word stands for all. Chosen by hand.
static const char *const NAMES[] = {
    "abigail abby abbie gail",
    "abraham abe ibrahim ebrahim",
    "agnes aggie nessie",
    "ahmed ahmad ahmet",
    "alan allan allen alun al",
    "alexander alex alec alexandra alexandria alexis sandra sandy sasha",
    "alfred alf alfie fred freddie frederick",
    "alison allison ali",
    "alistair alasdair alastair alister",
    "amanda mandy",
    "andrew andy drew andrea",
    "angela angie angelina",
    "ann anne anna annie annabel annabelle hannah hanna nancy",
    "anthony antony tony antonia toni",
    "archibald archie",
    "arthur art",
    "barbara babs barb",
    "barry barrie",
    "benjamin ben benny benji",
    "bernard bernie bernadette",
    "brenda bren",
    "brian bryan",
    "caroline carol carole carolyn carrie",
    ("catherine katherine kathryn catharine katharine kathrine cathryn cathy kathy "
     "kate "
     "katie katy kay kath cath kathleen cathleen catriona katrina"),
    "charles charlie charlotte chas chuck lottie charley",
    ("christopher chris christine christina christian kris kristina tina chrissie "
     "christie kirsty kirstie kirsten"),
    "clive clifford cliff",
    "colin col",
    "cynthia cindy",
    "daniel dan danny danielle dani",
    "david dave davey davy dai dafydd",
    "deborah debra debbie deb",
    "denis dennis denise den",
    "derek derrick del",
    "diana diane dianne di",
    "donald don donny",
    "dorothy dot dottie dolly dorothea",
    "douglas doug dougie",
    "edward ed eddie ted teddy ned edwin",
    "eileen aileen",
    "eleanor ellie elinor nora helen ellen nell nellie elaine helena helene lena",
    ("elizabeth elisabeth liz lizzie lizzy beth betty bess eliza libby lisbeth lisa "
     "liza "
     "elsie elspeth betsy"),
    "emily emma em emilia amelia millie",
    "eric erik",
    "ernest ernie",
    "esther hester",
    "eugene gene",
    "evelyn eve eva evie",
    "fatima fatema fatimah",
    "florence flo flossie",
    "francis frances fran frank frankie francesca franklin franny",
    "gareth gary garry garath",
    "geoffrey jeffrey geoff jeff jeffery",
    "george georgie georgina georgia",
    "gerald gerard gerry jerry geraldine",
    "gillian jill gill jillian",
    "gladys glad",
    "glyn glynn glen glenn",
    "graham graeme grahame",
    "gregory greg gregor",
    "gwendoline gwen gwendolen gwyneth",
    "harold harry henry hal harriet hattie hetty",
    "hugh huw hughie hugo",
    "hussain hussein husain hussien",
    "ian iain",
    "isabel isabella isobel isabelle bella izzy",
    "jacob jake",
    "jacqueline jackie jacqui jacky",
    "james jim jimmy jamie jem",
    "jane janet jan janice jean jeanette jayne janine",
    "jason jay",
    "jennifer jenny jen jennie",
    "jessica jess jessie",
    "joanne joanna jo joan",
    "john jon jack johnny jonathan johnathan sean shaun shawn evan ieuan",
    "joseph joe joey josephine josie",
    "joshua josh",
    "judith judy jude judi",
    "julia julie juliet julian jules",
    "karen caren karin",
    "kenneth ken kenny",
    "kevin kev",
    "kimberley kim kimberly",
    "laura lauren lori laurie",
    "lawrence laurence larry lol",
    "leonard len lenny leon leo",
    "leslie lesley les",
    "lewis louis louise lou louisa luis",
    "lillian lily lilian lil",
    "linda lynda lyn lynn lynne lindsay lindsey",
    "lucy lucinda lucille",
    "malcolm mal",
    ("margaret maggie meg peggy peg marge margery marjorie margie rita greta mags "
     "margot"),
    ("maria mary marie mari mair maureen mo moira molly marian marion maryam mariam "
     "miriam polly"),
    "mark marc marcus",
    "martin martyn marty",
    "matthew matt matty mathew",
    "maurice morris",
    "maxwell max maximilian maxine",
    "melanie mel melissa",
    "michael mike mick micky mickey michelle mikey michele shelley",
    "mohammed mohammad muhammad mohamed mohamad muhammed muhammet mohd md moh",
    "mildred",
    "natalie nat natasha nathalie tasha",
    "nathan nathaniel nate",
    "neil neal niall",
    "nicholas nick nicky nicolas nicola nikki nicole nic nico",
    "norman norm",
    "oliver ollie olly olivia liv",
    "pamela pam",
    "patrick pat paddy patricia trish tricia patsy patty",
    "paul paula pauline",
    "peter pete",
    "philip phil phillip philippa pippa",
    "priscilla cilla",
    "rachel rachael rach",
    "ralph rafe",
    "raymond ray",
    "rebecca becky becca beccy rebekah bex",
    "reginald reg reggie",
    "richard dick rick rich ricky richie",
    "robert rob bob bobby robbie robin roberta robyn bert",
    "roderick rod roddy rodney",
    "roger rodger",
    "ronald ron ronnie",
    "rosemary rose rosie rosa rosalind",
    "russell russ russel",
    "ruth ruthie",
    "samuel sam sammy samantha",
    "sarah sara sally sal",
    "sharon shaz sharron",
    "sheila shelagh sheelagh",
    "sidney sid sydney syd",
    "simon simeon",
    "sophie sophia sofia",
    "stanley stan",
    "stephen steven steve stevie ste stephanie steph stefan stephan",
    "stuart stewart stu",
    "susan sue susie suzie suzanne susanna susannah suzy",
    "sylvia silvia",
    "teresa theresa terry terence terri tess tessa terrence",
    "thomas tom tommy tomos thom",
    "timothy tim timmy",
    "tracey tracy tracie",
    "trevor trev",
    "valerie val",
    "veronica ronni",
    "victoria vicky vicki vikki tori victor vic",
    "vincent vince vinny",
    "violet vi",
    "vivian viv vivien vivienne",
    "walter wal wally",
    "wilfred wilf",
    "william bill will billy willie liam gwilym wilhelmina",
    "yousef yusuf youssef yousaf josef",
    "yvonne yvette",
    "zachary zach zac zack",
    "zoe zoey",
};

// The length of the word at the start of `s`.
static size_t word_len(const char *s)
{
    return strcspn(s, " ");
}

struct text blind_variant_of(struct text word)
{
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        const char *at = NAMES[i];
        while (*at != '\0') {
            const struct text variant = {at, word_len(at)};
            if (text_equal(word, variant)) {
                return (struct text){NAMES[i], word_len(NAMES[i])};
            }
            at += variant.len;
            at += *at == ' ' ? 1 : 0;
        }
    }
    return word;
}
